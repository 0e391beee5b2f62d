namespace GitEdge.Agent.State;

/// <summary>What a state file held, and whether a person should know of it.</summary>
/// <typeparam name="T">What is kept in the file.</typeparam>
/// <param name="Value">The newest whole value; null when there is none.</param>
/// <param name="Damage">What was found wrong, naming the files; null when all is well.</param>
/// <param name="IsLost">True when something was there once and nothing of it can be read.</param>
internal sealed record StateRead<T>(T? Value, string? Damage, bool IsLost)
    where T : class;
