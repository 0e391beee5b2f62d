using GitEdge.Core.Primitives;

namespace GitEdge.Core.Manifests;

/// <summary>One model of a profile: which bytes, where they may be had, and what they must show before they serve.</summary>
public sealed record ModelSpec
{
    /// <summary>The name it is served under: <c>[a-z0-9]([a-z0-9._-]{0,62})</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where the bytes may be had, in order of preference: <c>https:</c>, <c>http:</c> or <c>file:</c> addresses.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What the bytes are.</summary>
    public required Sha256Digest Digest { get; init; }

    /// <summary>Exact length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Whether the old and the new version are in memory together at the switch.</summary>
    public SwapMode Swap { get; init; } = SwapMode.Hot;

    /// <summary>What the device must have; null asks nothing.</summary>
    public ModelRequirements? Requires { get; init; }

    /// <summary>The gate before the switch; null means the model only has to load and answer.</summary>
    public GoldenGate? Golden { get; init; }
}
