namespace GitEdge.Agent.Cli.Demo;

/// <summary>Something the demo shows did not happen, which ends it.</summary>
internal sealed class DemoException(string expected, string seen) : Exception($"expected {expected}; seen: {seen}")
{
    public string Expected { get; } = expected;

    public string Seen { get; } = seen;
}
