using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Planning;

/// <summary>What the device is found to be, before anything is decided.</summary>
public sealed record ObservedState
{
    /// <summary>The committed generation, from the journal; null on a new device.</summary>
    public Generation? Current { get; init; }

    /// <summary>The slot <c>active</c> points to; null when there is none.</summary>
    public Slot? ActiveSlot { get; init; }

    /// <summary>The slots that hold a whole generation.</summary>
    public IReadOnlyList<StagedGeneration> Staged { get; init; } = [];

    /// <summary>What the server has loaded; null when it could not be asked.</summary>
    public IReadOnlyList<ServedModel>? Served { get; init; }

    /// <summary>What the helper says of tuning; null on a device without one, or when it was not asked.</summary>
    public TuningView? Tuning { get; init; }

    /// <summary>The artifacts in the store.</summary>
    public IReadOnlySet<Sha256Digest> Stored { get; init; } = new HashSet<Sha256Digest>();
}
