namespace GitEdge.Core.Manifests;

/// <summary>One probe: exactly one of its fields is given.</summary>
public sealed record ProbeSpec
{
    /// <summary>A systemd unit that must be active, for example <c>analytics.service</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>An address on this device that must answer 2xx.</summary>
    public string? Http { get; init; }

    /// <summary>What must be reachable: <c>git</c>.</summary>
    public string? Reach { get; init; }
}
