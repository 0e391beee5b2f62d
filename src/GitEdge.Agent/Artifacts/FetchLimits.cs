namespace GitEdge.Agent.Artifacts;

/// <summary>How much disk and patience a fetch may use.</summary>
internal sealed record FetchLimits
{
    /// <summary>Bytes that stay free on the disk for everything else.</summary>
    public long Reserve { get; init; } = 64L * 1024 * 1024;

    /// <summary>For name resolution, TCP and TLS together.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From the request to the headers of the answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest silence in the middle of a body.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes per second that a source must reach on average over <see cref="RateWindow"/>; 0 asks nothing.</summary>
    public long MinimumRate { get; init; } = 2048;

    /// <summary>See <see cref="MinimumRate"/>.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often one source is asked in one fetch: every time after the first goes on where the last was cut.</summary>
    public int AttemptsPerSource { get; init; } = 8;
}
