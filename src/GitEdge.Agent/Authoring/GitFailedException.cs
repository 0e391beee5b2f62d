namespace GitEdge.Agent.Authoring;

/// <summary>git refused something that should have worked; its own words say why.</summary>
internal sealed class GitFailedException(string[] arguments, GitResult result)
    : Exception($"git {string.Join(' ', arguments)} failed ({result.ExitCode}): {result.Errors}");
