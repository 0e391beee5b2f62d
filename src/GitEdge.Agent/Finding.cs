using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>Something in the repository that is not to be believed.</summary>
/// <param name="Fault">What.</param>
/// <param name="Counter">The number it is about.</param>
/// <param name="IsSigned">Whether somebody who may release signed it; anybody who can push can make the others.</param>
internal sealed record Finding(Fault Fault, long Counter, bool IsSigned)
{
    /// <summary>The code of an older release than the accepted one.</summary>
    public const string Replayed = "replayed-release";

    /// <summary>The code of a release that was recalled.</summary>
    public const string Recalled = "recalled";

    /// <summary>The code of a release that too few have signed.</summary>
    public const string Short = "threshold-not-met";

    private static readonly string[] Alarms =
    [
        .. Codes(RejectionReason.Equivocation, RejectionReason.TrustEquivocation, RejectionReason.HoldEquivocation, RejectionReason.HistoryRewritten),
        ReleaseReason.TagMoved, ReleaseReason.TagDeleted, Replayed,
        .. Codes(RejectionReason.TrustHidden, RejectionReason.HoldHidden, RejectionReason.ReleaseHidden),
        .. Codes(RejectionReason.TrustReplayed, RejectionReason.HoldReplayed, RejectionReason.FreshReplayed, RejectionReason.TrustExpired),
        ReleaseReason.TrustBehind, Recalled,
    ];

    /// <summary>A finding about what lies beside the releases: what the device believes, not a number of them.</summary>
    public static Finding Beside(Fault fault) => new(fault, long.MaxValue, IsSigned: true);

    /// <summary>The gravest first, then what was signed, then the newest: junk must not hide an alarm.</summary>
    public static IReadOnlyList<Fault> Sort(IEnumerable<Finding> findings) =>
    [
        .. findings.OrderBy(finding => finding.Gravity).ThenByDescending(finding => finding.IsSigned)
            .ThenByDescending(finding => finding.Counter).Select(finding => finding.Fault),
    ];

    private static IEnumerable<string> Codes(params RejectionReason[] reasons) => reasons.Select(reason => RejectionCatalog.Of(reason).Code);

    private int Gravity => Array.IndexOf(Alarms, Fault.Reason) is >= 0 and var place ? place : Alarms.Length;
}
