namespace GitEdge.Core.Trust.Roles;

/// <summary>Which beacon follows which, and what one proves: that something newer is being kept from the device.</summary>
public static class FreshRules
{
    /// <summary>What a device persisted itself, after it had believed it.</summary>
    public static Checked<TrustedBeacon> Restore(ReadOnlyMemory<byte> content) =>
        Read(content, "the remembered beacon").Try(out var document, out var rejection) ? new TrustedBeacon(document, content) : rejection;

    /// <summary>The beacon to go by, once <paramref name="next"/> was offered.</summary>
    /// <param name="current">What is believed; null when there was none yet.</param>
    /// <param name="next">The beacon that is offered, with its signatures.</param>
    /// <param name="root">The trust document.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    public static Checked<TrustedBeacon> Advance(TrustedBeacon? current, SignedFile next, TrustedRoot root, Ed25519Verify ed25519)
    {
        if (current is not null && next.Content.Span.SequenceEqual(current.Content.Span))
            return current;
        var file = next with { Content = next.Content.ToArray() };
        if (!Read(file.Content, file.Name).Try(out var document, out var rejection))
            return rejection;
        if (document.RepoId != root.Document.RepoId)
            return Rejection.Because(RejectionReason.FreshInvalid, $"It is of repository {document.RepoId}, this device belongs to {root.Document.RepoId}.");
        if (root.Document.FreshKeys is not { } keys)
            return Rejection.Because(RejectionReason.FreshThreshold, $"Trust document {root.Document.Version} gives nobody the role 'fresh'.");
        if (!RoleSignatures.Verify(file, TrustNamespaces.Fresh, keys, document.Created, RejectionReason.FreshThreshold, ed25519).Try(out _, out rejection))
            return rejection;
        // Of two of one second nobody could tell the later: who shows the earlier one again would hide what came between.
        return document.Created <= current?.Document.Created
            ? Rejection.Because(RejectionReason.FreshReplayed, $"It is of {document.Created:u}, another one of {current.Document.Created:u} was believed before.")
            : new TrustedBeacon(document, file.Content);
    }

    // The day and not the second: what stays as it is is told once a day, and not at every poll.

    /// <summary>Null while the beacon speaks; else how long it has been silent.</summary>
    /// <param name="beacon">The beacon; null when there was never one.</param>
    /// <param name="now">The time, never lower than the device's time floor.</param>
    public static Rejection? CheckTime(TrustedBeacon? beacon, DateTimeOffset now)
    {
        if (beacon is null)
            return Rejection.Because(RejectionReason.FreshStale, "No beacon was ever seen.");
        return now < beacon.Document.Until
            ? null
            : Rejection.Because(RejectionReason.FreshStale, $"The newest beacon is of {beacon.Document.Created:u} and spoke until {beacon.Document.Until:u}; it is {now:yyyy-MM-dd}.");
    }

    /// <summary>Everything that the beacon knows and the device was not shown.</summary>
    /// <param name="beacon">The beacon.</param>
    /// <param name="root">The newest trust document that was found.</param>
    /// <param name="hold">The newest hold document that was found; null for none.</param>
    /// <param name="channel">The device's channel.</param>
    /// <param name="head">The newest release of it whose signatures are good; null for none.</param>
    public static IReadOnlyList<Rejection> FindHidden(FreshDocument beacon, TrustDocument root, HoldDocument? hold, string channel, ReleaseHead? head)
    {
        var hidden = new List<Rejection>();
        if (beacon.Trust > root.Version)
            hidden.Add(Rejection.Because(RejectionReason.TrustHidden, $"The beacon knows version {beacon.Trust}, shown was {root.Version}."));
        if (beacon.Hold > (hold?.Version ?? 0))
            hidden.Add(Rejection.Because(RejectionReason.HoldHidden, $"The beacon knows version {beacon.Hold}, shown was {hold?.Version ?? 0}."));
        if (beacon.Heads.TryGetValue(channel, out var known) && (known.Epoch, known.Counter).CompareTo((head?.Epoch ?? 0, head?.Counter ?? 0)) > 0)
            hidden.Add(Rejection.Because(RejectionReason.ReleaseHidden,
                $"The beacon knows {known.Epoch}/{known.Counter} (epoch/counter) of '{channel}', shown was {head?.Epoch ?? 0}/{head?.Counter ?? 0}."));
        return hidden;
    }

    /// <summary>Whether a key that had the role has it no longer, so that what it signed is not to be gone by.</summary>
    internal static bool HasLostKeys(TrustDocument before, TrustDocument after) =>
        !ReferenceEquals(before, after) && KeysOf(before).Except(KeysOf(after), StringComparer.Ordinal).Any();

    private static IEnumerable<string> KeysOf(TrustDocument document) => (document.Fresh?.Principals ?? [])
        .SelectMany(name => document.Principals[name]).Select(key => key.Key.Fingerprint)
        .Except(document.Revoked.Select(key => key.Fingerprint), StringComparer.Ordinal);

    private static Checked<FreshDocument> Read(ReadOnlyMemory<byte> content, string name) =>
        TrustFiles.Read(TrustFiles.Fresh, name, content.Span, RejectionReason.FreshInvalid);
}
