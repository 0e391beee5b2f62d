namespace GitEdge.Agent.Inference;

/// <summary>How a trial's process ended.</summary>
internal sealed record TrialEnd
{
    /// <summary>The exit code; 128 and the signal's number after a signal.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The beginning of standard output.</summary>
    public required byte[] Output { get; init; }

    /// <summary>The last lines of standard error.</summary>
    public required string Errors { get; init; }

    /// <summary>What it said it was doing last; empty before the first.</summary>
    public required string Phase { get; init; }

    /// <summary>Greatest resident memory that was seen, bytes.</summary>
    public required long PeakBytes { get; init; }
}
