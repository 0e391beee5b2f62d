using System.Text.Json.Serialization;

namespace GitEdge.Core.Trust.Roles;

/// <summary>The persisted form of what a device believes: the very bytes that were signed, and what it knows to be good.</summary>
public sealed record RememberedTrust
{
    /// <summary>How many good releases are remembered.</summary>
    public const int MaxGood = 16;

    /// <summary>The format of this file.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The bytes of the trust document.</summary>
    public required byte[] Root { get; init; }

    // Null is left out: the writer would make an empty array of it.

    /// <summary>The bytes of the hold document; null when there never was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Hold { get; init; }

    /// <summary>The bytes of the beacon; null when there never was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Beacon { get; init; }

    /// <summary>The greatest time that a trust document or a release has said.</summary>
    public DateTimeOffset TimeFloor { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Releases that were committed on this device, the latest last; at most <see cref="MaxGood"/>.</summary>
    public IReadOnlyList<AcceptedRelease> Good { get; init; } = [];

    /// <summary>What is to be persisted.</summary>
    public static RememberedTrust Of(TrustView view, IReadOnlyList<AcceptedRelease> good) => new()
    {
        Root = view.Root.Content.ToArray(),
        Hold = view.Hold?.Content.ToArray(),
        Beacon = view.Beacon?.Content.ToArray(),
        TimeFloor = view.LastingFloor,
        Good = [.. good.TakeLast(MaxGood)],
    };

    /// <summary>What was believed; rejected when it is of another repository or no such documents.</summary>
    /// <param name="repoId">The repository the device belongs to.</param>
    public Checked<TrustView> Restore(Guid repoId)
    {
        if (!TrustChain.Enrol(Root, repoId).Try(out var root, out var rejection))
            return rejection;
        TrustedHold? hold = null;
        if (Hold is not null && !HoldRules.Restore(Hold).Try(out hold, out rejection))
            return rejection;
        TrustedBeacon? beacon = null;
        if (Beacon is not null && !FreshRules.Restore(Beacon).Try(out beacon, out rejection))
            return rejection;
        return new TrustView { Root = root, Hold = hold, Beacon = beacon, LastingFloor = TimeFloor };
    }
}
