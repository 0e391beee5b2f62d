using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What branch gitedge-meta says to a device that begins with its first document, and what waits for signatures.</summary>
internal sealed record MetaState
{
    /// <summary>The next hold document while it lacks signatures: devices go by hold.json alone, so that a hold stays in force.</summary>
    public const string HoldNextPath = "hold.next.json";

    /// <summary>The branch.</summary>
    public required MetaSnapshot Snapshot { get; init; }

    /// <summary>What counts; null when no document does yet.</summary>
    public TrustView? View { get; init; }

    /// <summary>The trust document that waits for signatures; null when none does.</summary>
    public Pending<TrustDocument>? Next { get; init; }

    /// <summary>The hold document that waits for signatures; null when none does.</summary>
    public Pending<HoldDocument>? NextHold { get; init; }

    /// <summary>hold.json, believed or not; null when there is none.</summary>
    public HoldDocument? Hold { get; init; }

    /// <summary>What is there and not believed, beside what only lacks signatures.</summary>
    public IReadOnlyList<Rejection> Findings { get; init; } = [];

    /// <summary>The trust document that counts; null when there is none yet.</summary>
    public TrustDocument? Trust => View?.Root.Document;

    /// <summary>The roles that have to sign a version of the trust document.</summary>
    public IReadOnlyList<NeededRole> NeededFor(TrustDocument next) =>
        Trust is null ? [NeededRole.RootOf(next)] : [NeededRole.RootOf(Trust), NeededRole.RootOf(next)];

    /// <summary>Reads the branch as a device does, from its first document on.</summary>
    public static Attempt<MetaState> Read(MetaSnapshot snapshot, DateTimeOffset now, Ed25519Verify ed25519)
    {
        if (TrustFiles.Find(snapshot.Files, TrustFiles.TrustPath(1)) is not { } first)
            return new MetaState { Snapshot = snapshot };
        if (TrustChain.Found(first, ed25519).Try(out var root, out var rejection))
            return Review(snapshot, root, now, ed25519);
        return rejection.Reason is RejectionReason.TrustOwnThreshold
            ? new MetaState { Snapshot = snapshot, Next = Read(snapshot, TrustFiles.Trust, TrustFiles.TrustPath(1)) }
            : Refusal.Of(rejection);
    }

    /// <summary>Reads the branch as a device does that believes a document.</summary>
    public static MetaState Review(MetaSnapshot snapshot, TrustedRoot root, DateTimeOffset now, Ed25519Verify ed25519)
    {
        var review = TrustReview.Of(new TrustView { Root = root }, snapshot.Files, new ClockReading(now, IsSynchronised: true), ed25519);
        return new MetaState
        {
            Snapshot = snapshot,
            View = review.View,
            Next = Read(snapshot, TrustFiles.Trust, TrustFiles.TrustPath(review.View.Root.Document.Version + 1)),
            NextHold = Read(snapshot, TrustFiles.Hold, HoldNextPath),
            Hold = Read(snapshot, TrustFiles.Hold, TrustFiles.HoldPath)?.Document,
            Findings = [.. review.Findings.Where(finding => finding.Reason is not (RejectionReason.TrustThreshold or RejectionReason.TrustOwnThreshold))],
        };
    }

    private static Pending<T>? Read<T>(MetaSnapshot snapshot, ManifestKind<T> kind, string path)
        where T : class =>
        TrustFiles.Find(snapshot.Files, path) is { } file && TrustFiles.Read(kind, file.Name, file.Content.Span, RejectionReason.TrustInvalid).Try(out var document, out _)
            ? new Pending<T>(file, document)
            : null;
}
