namespace GitEdge.Core.Trust.Roles;

/// <summary>
/// Which hold document follows which: one of the role stops, to lift it takes the channel's release threshold as well. Any later document
/// may follow, so that a device that slept walks no chain; what it needs of the past is the last document that its channel's signers signed.
/// </summary>
public static class HoldRules
{
    /// <summary>
    /// How far the version may rise at once by the word of the hold role alone: with a greater step one of its keys could use
    /// the numbers up, and nothing could be lifted any more.
    /// </summary>
    public const long MaxStep = 100_000;

    /// <summary>What a device persisted itself, after it had believed it.</summary>
    public static Checked<TrustedHold> Restore(ReadOnlyMemory<byte> content) =>
        Read(content, "the remembered hold document").Try(out var document, out var rejection)
            ? new TrustedHold(document, content)
            : rejection;

    /// <summary>The document to go by, once <paramref name="next"/> was offered.</summary>
    /// <param name="current">What is believed; null when there was none yet, or it was lost.</param>
    /// <param name="next">The document that is offered, with its signatures.</param>
    /// <param name="root">The trust document.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    /// <param name="mark">What is known beside <paramref name="current"/>; null for who is no device of a channel.</param>
    public static Checked<TrustedHold> Advance(
        TrustedHold? current, SignedFile next, TrustedRoot root, Ed25519Verify ed25519, HoldMark? mark = null)
    {
        if (current is not null && next.Content.Span.SequenceEqual(current.Content.Span))
            return current;
        var file = next with { Content = next.Content.ToArray() };
        if (!Read(file.Content, file.Name).Try(out var document, out var rejection))
            return rejection;
        if (CheckOrigin(document, root.Document) is { } foreign)
            return foreign;
        if (mark is not null && mark.IsOf(document, file.Content) && !(current?.Document.Version >= mark.Version))
            return new TrustedHold(document, file.Content);
        if (CheckOrder(current?.Document, document, mark) is { } refused)
            return refused;
        foreach (var (role, shortfall) in Needed(current?.Document, document, root.Document, mark))
        {
            if (role is null)
                return Rejection.Because(shortfall, "It lifts the hold or recall of a channel to which nobody may release.");
            if (!RoleSignatures.Verify(file, TrustNamespaces.Hold, role, document.Created, shortfall, ed25519).Try(out _, out rejection))
                return rejection;
        }
        return new TrustedHold(document, file.Content);
    }

    private static Checked<HoldDocument> Read(ReadOnlyMemory<byte> content, string name) =>
        TrustFiles.Read(TrustFiles.Hold, name, content.Span, RejectionReason.HoldInvalid);

    private static Rejection? CheckOrigin(HoldDocument next, TrustDocument root) => next.RepoId == root.RepoId
        ? null
        : Rejection.Because(RejectionReason.HoldInvalid, $"It is of repository {next.RepoId}, this device belongs to {root.RepoId}.");

    private static Rejection? CheckOrder(HoldDocument? current, HoldDocument next, HoldMark? mark)
    {
        var known = Math.Max(current?.Version ?? 0, mark?.Version ?? 0);
        if (next.Version > known)
            return null;
        if (next.Version < known)
            return Rejection.Because(RejectionReason.HoldReplayed, $"Version {next.Version} is offered after {known}.");
        return current?.Version == known || mark?.Digest is not null
            ? Rejection.Because(RejectionReason.HoldEquivocation, $"Version {next.Version} was believed with other content.")
            : null;
    }

    /// <summary>
    /// The hold role in any case: stolen release keys alone must not let go what was stopped because of them. For what is no longer
    /// there, or may have been there, the release role of its channel as well.
    /// </summary>
    private static List<(RoleKeys? Role, RejectionReason Shortfall)> Needed(HoldDocument? current, HoldDocument next, TrustDocument root, HoldMark? mark)
    {
        var isLost = mark?.Version > (current?.Version ?? 0);
        var isFar = next.Version - Math.Max(current?.Version ?? 0, mark?.Version ?? 0) > MaxStep;
        return
        [
            .. FindLifted(current, next, root, mark, isLost).Select(channel => (root.ReleaseKeys(channel), RejectionReason.HoldLiftThreshold)),
            .. isFar ? ChannelsOf(root, mark).Select(channel => (root.ReleaseKeys(channel), RejectionReason.HoldSkipped)) : [],
            (root.HoldKeys, RejectionReason.HoldThreshold),
        ];
    }

    private static List<string> FindLifted(HoldDocument? current, HoldDocument next, TrustDocument root, HoldMark? mark, bool isLost)
    {
        var unknown = mark is null || !isLost ? [] : ChannelsOf(root, mark);
        // What another channel's devices may run is no business of a device.
        var lifted = (current?.FindLifted(next) ?? []).Where(channel => mark is null || channel == mark.Channel);
        return [.. unknown.Concat(lifted).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ChannelsOf(TrustDocument root, HoldMark? mark) => mark is null ? root.Releases.Keys : [mark.Channel];
}
