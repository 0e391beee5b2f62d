namespace GitEdge.Core.Manifests;

/// <summary>One step of a rollout: from a time on, a share of the channel's devices may activate the release.</summary>
public sealed record WaveSpec
{
    /// <summary>The wave's name.</summary>
    public required string Name { get; init; }

    /// <summary>The share of devices in hundredths of a percent, 1 to 10,000; it includes the waves before.</summary>
    public required int Share { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset Start { get; init; }
}
