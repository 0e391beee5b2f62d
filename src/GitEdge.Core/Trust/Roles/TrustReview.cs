namespace GitEdge.Core.Trust.Roles;

/// <summary>What the files of branch <c>gitedge-meta</c> make of what a device believed before.</summary>
/// <param name="View">What it believes now; never less than before.</param>
/// <param name="Findings">What was offered and is not believed.</param>
public sealed record TrustReview(TrustView View, IReadOnlyList<Rejection> Findings)
{
    /// <summary>The most versions of the trust document that are walked at once.</summary>
    public const int MaxSteps = 1000;

    /// <summary>Reads the branch: trust documents first, then hold, then the beacon.</summary>
    /// <param name="before">What is believed.</param>
    /// <param name="files">Path → content of every file of the branch; nothing in it is to be believed.</param>
    /// <param name="clock">The device's clock.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static TrustReview Of(
        TrustView before, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ClockReading clock, Ed25519Verify ed25519) =>
        Of(before, path => TrustFiles.Find(files, path), clock, ed25519);

    /// <summary>The same, reading no more of the branch than is needed.</summary>
    /// <param name="before">What is believed.</param>
    /// <param name="files">Finds a file of the branch; nothing in it is to be believed.</param>
    /// <param name="clock">The device's clock.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    /// <param name="mark">What is known of holds beside the document; null for who is no device of a channel.</param>
    public static TrustReview Of(TrustView before, FindSignedFile files, ClockReading clock, Ed25519Verify ed25519, HoldMark? mark = null)
    {
        var findings = new List<Rejection>();
        var root = Walk(before.Root, files, clock, ed25519, findings);
        var known = before.Under(root).RaisedTo(root.Document.Created);
        var hold = known.Hold;
        if (files(TrustFiles.HoldPath) is { } holdFile)
            hold = Follow(hold, holdFile, mark is null ? null : () => files(TrustFiles.LiftPath(mark.Channel)), Advance, clock, findings);
        else if (hold is not null)
            findings.Add(Rejection.Because(RejectionReason.HoldHidden, $"Version {hold.Document.Version} was believed, and there is no {TrustFiles.HoldPath} any more."));
        var beacon = known.Beacon;
        if (files(TrustFiles.FreshPath) is { } freshFile)
            beacon = Take(FreshRules.Advance(beacon, freshFile, root, ed25519), beacon, next => next.Document.Created, clock, findings);
        return new TrustReview(known with { Hold = hold, Beacon = beacon }, findings);

        Checked<TrustedHold> Advance(TrustedHold? current, SignedFile next) => HoldRules.Advance(current, next, root, ed25519, mark);
    }

    /// <summary>
    /// A device that slept while something was lifted, or is far behind, goes over the document that its channel's signers signed last.
    /// An older one of those says nothing, and what is wrong with it is not told: what counts is hold.json.
    /// </summary>
    private static TrustedHold? Follow(TrustedHold? hold, SignedFile next, Func<SignedFile?>? lift,
        Func<TrustedHold?, SignedFile, Checked<TrustedHold>> advance, ClockReading clock, List<Rejection> findings)
    {
        var offered = advance(hold, next);
        if (offered.Rejection is { Reason: RejectionReason.HoldLiftThreshold or RejectionReason.HoldSkipped } && lift?.Invoke() is { } over)
        {
            hold = Take(advance(hold, over), hold, one => one.Document.Created, clock, []);
            offered = advance(hold, next);
        }
        return Take(offered, hold, one => one.Document.Created, clock, findings);
    }

    private static TrustedRoot Walk(
        TrustedRoot root, FindSignedFile files, ClockReading clock, Ed25519Verify ed25519, List<Rejection> findings)
    {
        if (files(TrustFiles.TrustPath(root.Document.Version)) is { } same && !same.Content.Span.SequenceEqual(root.Content.Span))
            findings.Add(Rejection.Because(RejectionReason.TrustEquivocation,
                $"{TrustFiles.TrustPath(root.Document.Version)} has other bytes than the document that is believed, {root.Digest}."));
        for (var step = 0; step < MaxSteps; step++)
        {
            if (files(TrustFiles.TrustPath(root.Document.Version + 1)) is not { } next)
                break;
            var taken = Take(TrustChain.Advance(root, next, ed25519), root, one => one.Document.Created, clock, findings)!;
            if (ReferenceEquals(taken, root))
                break;
            root = taken;
        }
        return root;
    }

    private static T? Take<T>(Checked<T> offered, T? before, Func<T, DateTimeOffset> created, ClockReading clock, List<Rejection> findings)
        where T : class
    {
        if (!offered.Try(out var next, out var rejection))
        {
            findings.Add(rejection);
            return before;
        }
        if (ReferenceEquals(next, before) || !(created(next) > clock.Latest))
            return next;
        findings.Add(Rejection.Because(RejectionReason.SignedInFuture, $"It says it was made at {created(next):u}; it is {clock.Now:yyyy-MM-dd}."));
        return before;
    }
}
