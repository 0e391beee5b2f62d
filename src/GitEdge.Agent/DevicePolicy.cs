using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent;

/// <summary>What this device verifies releases against at one look: by its own list of signers, or by trust documents.</summary>
internal sealed record DevicePolicy
{
    /// <summary>The policy; null when nobody may release to this device, which <see cref="Findings"/> explains.</summary>
    public TrustPolicy? Trust { get; init; }

    /// <summary>The digest of what says who may sign: with another one, what was refused before may be good.</summary>
    public Sha256Digest Signers { get; init; }

    /// <summary>The time: the clock's, and never before what a verified object has said.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What the clock itself said.</summary>
    public DateTimeOffset Clock { get; init; } = DateTimeOffset.MinValue;

    /// <summary>What is believed by now, to be persisted before anything is done by it; null on a device with a list of signers.</summary>
    public TrustView? View { get; init; }

    /// <summary>What was offered beside the releases and is not believed.</summary>
    public IReadOnlyList<Fault> Findings { get; init; } = [];

    /// <summary>Why nothing new is taken; null while there is no reason. It stands in <see cref="Findings"/> too.</summary>
    public Fault? Stop { get; init; }

    /// <summary>Why what is accepted is not begun either; null while there is no reason.</summary>
    public Fault? Pause { get; init; }

    /// <summary>When the answer may change by itself; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when the rest is left for the next look.</summary>
    public bool IsUnfinished { get; init; }
}
