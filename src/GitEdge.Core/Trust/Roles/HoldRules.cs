namespace GitEdge.Core.Trust.Roles;

/// <summary>Which hold document follows which: one of the role stops, the channel's release threshold lifts.</summary>
public static class HoldRules
{
    /// <summary>What a device persisted itself, after it had believed it.</summary>
    public static Checked<TrustedHold> Restore(ReadOnlyMemory<byte> content) =>
        Read(content, "the remembered hold document").Try(out var document, out var rejection)
            ? new TrustedHold(document, content)
            : rejection;

    /// <summary>The document to go by, once <paramref name="next"/> was offered.</summary>
    /// <param name="current">What is believed; null when there was none yet.</param>
    /// <param name="next">The document that is offered, with its signatures.</param>
    /// <param name="root">The trust document.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    public static Checked<TrustedHold> Advance(TrustedHold? current, SignedFile next, TrustedRoot root, Ed25519Verify ed25519)
    {
        if (current is not null && next.Content.Span.SequenceEqual(current.Content.Span))
            return current;
        var file = next with { Content = next.Content.ToArray() };
        if (!Read(file.Content, file.Name).Try(out var document, out var rejection))
            return rejection;
        if (CheckOrder(current?.Document, document, root.Document) is { } refused)
            return refused;
        foreach (var (role, shortfall) in Needed(current?.Document, document, root.Document))
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

    private static Rejection? CheckOrder(HoldDocument? current, HoldDocument next, TrustDocument root)
    {
        if (next.RepoId != root.RepoId)
            return Rejection.Because(RejectionReason.HoldInvalid, $"It is of repository {next.RepoId}, this device belongs to {root.RepoId}.");
        if (current is null || next.Version > current.Version)
            return null;
        return next.Version == current.Version
            ? Rejection.Because(RejectionReason.HoldEquivocation, $"Version {next.Version} was believed with other content.")
            : Rejection.Because(RejectionReason.HoldReplayed, $"Version {next.Version} is offered after {current.Version}.");
    }

    /// <summary>Anything new needs the hold role; what is no longer there, the release role of its channel.</summary>
    private static List<(RoleKeys? Role, RejectionReason Shortfall)> Needed(HoldDocument? current, HoldDocument next, TrustDocument root)
    {
        var lifted = current is null ? [] : current.Holds.Where(hold => !next.Holds.Any(other => Covers(other, hold))).Select(hold => hold.Channel)
            .Concat(current.Recalls.Where(recall => next.FindRecall(recall.Channel, recall.Epoch, recall.Counter) is null).Select(recall => recall.Channel))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var needed = lifted.ConvertAll(channel => (root.ReleaseKeys(channel), RejectionReason.HoldLiftThreshold));
        if (needed.Count == 0 || IsMore(current, next))
            needed.Add((root.HoldKeys, RejectionReason.HoldThreshold));
        return needed;
    }

    private static bool IsMore(HoldDocument? current, HoldDocument next) => current is null
        || next.Holds.Any(hold => !current.Holds.Any(other => Covers(other, hold)))
        || next.Recalls.Any(recall => current.FindRecall(recall.Channel, recall.Epoch, recall.Counter) is null);

    private static bool Covers(HoldEntry wide, HoldEntry narrow) =>
        wide.Channel == narrow.Channel && (wide.Epoch, wide.From).CompareTo((narrow.Epoch, narrow.From)) <= 0;
}
