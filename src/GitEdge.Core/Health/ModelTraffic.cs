namespace GitEdge.Core.Health;

/// <summary>What the server counted for one model version since it was loaded.</summary>
public sealed record ModelTraffic
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Inference requests, failed ones included; a client's malformed or unfit request is none.</summary>
    public long Requests { get; init; }

    /// <summary>
    /// Requests that failed and that the version before answers, for not fitting the model's inputs too: an interface that
    /// breaks well-behaved clients is a fault of the release. What fails on both versions is the client's.
    /// </summary>
    public long Failures { get; init; }

    /// <summary>Answers to finite inputs with NaN or infinite values, where the version before has none.</summary>
    public long BadOutputs { get; init; }

    /// <summary>Longest run of answers with the very same values for different inputs.</summary>
    public long LongestConstantRun { get; init; }

    /// <summary>95th percentile of one inference; null before the first.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>When the counters began; another value than before means the server loaded the model anew.</summary>
    public DateTimeOffset? Since { get; init; }
}
