using System.Text.Json.Serialization;

namespace GitEdge.Core.Tuning;

/// <summary>All that is remembered about the tuning of a machine.</summary>
public sealed record TuningRecord
{
    /// <summary>The form of the file.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The generation whose tuning was committed; null for none.</summary>
    public long? Committed { get; init; }

    /// <summary>What it holds.</summary>
    public IReadOnlyList<KeptSetting> Settings { get; init; } = [];

    /// <summary>What is under way; null for nothing.</summary>
    public PendingTuning? Pending { get; init; }

    /// <summary>What was put back last; null for nothing since the last commit.</summary>
    public RevertedTuning? Reverted { get; init; }

    /// <summary>What could not be put back because whoever sets it did not answer, and has to be yet; null for nothing.</summary>
    public IReadOnlyList<TuningChange>? Left { get; init; }

    /// <summary>The repairs of the last hour.</summary>
    public IReadOnlyList<RepairMark> Repairs { get; init; } = [];

    /// <summary>The settings that should be found now: the uncommitted ones once they are written, else the committed ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<KeptSetting> InForce => Pending switch
    {
        null => Settings,
        { Phase: TuningPhase.Waiting or TuningPhase.Confirmed } pending => pending.Settings,
        _ => [],
    };
}
