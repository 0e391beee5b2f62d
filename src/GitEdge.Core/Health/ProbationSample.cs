namespace GitEdge.Core.Health;

/// <summary>One look at the server during probation.</summary>
public sealed record ProbationSample
{
    /// <summary>How long the generation had been healthy before this look, over restarts of the agent.</summary>
    public TimeSpan Soaked { get; init; }

    /// <summary>Time since the look before; zero for the first.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Why the generation does not serve: a model is not ready, is not the default, has other bytes, or the server does
    /// not say. Null when every model of it serves.
    /// </summary>
    public required string? NotReady { get; init; }

    /// <summary>Resident memory of the server, bytes; null when it could not be read.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>The generation's models, as far as the server told of them.</summary>
    public IReadOnlyList<ModelTraffic> Models { get; init; } = [];
}
