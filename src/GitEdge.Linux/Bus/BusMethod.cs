namespace GitEdge.Linux.Bus;

/// <summary>A method that is served.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answer">Answers a call.</param>
public sealed record BusMethod(string Name, AnswerCall Answer)
{
    /// <summary>What it takes; a call with other types is refused before it is answered.</summary>
    public IReadOnlyList<BusArgument> Takes { get; init; } = [];

    /// <summary>What it answers.</summary>
    public IReadOnlyList<BusArgument> Returns { get; init; } = [];
}
