namespace GitEdge.Core.Health;

/// <summary>One look at the server during probation.</summary>
public sealed record ProbationSample
{
    /// <summary>Time since probation began, sleep included; zero for the baseline.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the server answered that it and every model of the generation is ready.</summary>
    public required bool Ready { get; init; }

    /// <summary>Resident memory of the server, bytes; null when it could not be read.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>The generation's models.</summary>
    public IReadOnlyList<ModelTraffic> Models { get; init; } = [];
}
