namespace GitEdge.Core.Trust.Roles;

/// <summary>
/// From one trust document to the next, as The Update Framework does it (specification 1.0, section 5.3): version by
/// version, each signed by the root thresholds of both. Expiry is not looked at on the way: a device that slept has to
/// get through.
/// </summary>
public static class TrustChain
{
    /// <summary>The document a device was enrolled with: believed because of where it lies, not of who signed it.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="repoId">The repository the device belongs to.</param>
    public static Checked<TrustedRoot> Enrol(ReadOnlyMemory<byte> content, Guid repoId)
    {
        var copy = content.ToArray();
        if (!Read(copy, "the enrolled trust document").Try(out var document, out var rejection))
            return rejection;
        return CheckRepository(document, repoId) ?? (Checked<TrustedRoot>)new TrustedRoot(document, copy, []);
    }

    /// <summary>The first document of a new fleet, which nothing leads to: signed by its own root threshold.</summary>
    public static Checked<TrustedRoot> Found(SignedFile file, Ed25519Verify ed25519)
    {
        file = file with { Content = file.Content.ToArray() };
        if (!Read(file.Content, file.Name).Try(out var document, out var rejection))
            return rejection;
        return SignedByOwn(file, document, ed25519).Try(out var approval, out rejection)
            ? new TrustedRoot(document, file.Content, approval.Principals)
            : rejection;
    }

    /// <summary>One step.</summary>
    /// <param name="current">What is believed.</param>
    /// <param name="next">The document of the next version with its signatures.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    public static Checked<TrustedRoot> Advance(TrustedRoot current, SignedFile next, Ed25519Verify ed25519)
    {
        var before = current.Document;
        var file = next with { Content = next.Content.ToArray() };
        if (!Read(file.Content, file.Name).Try(out var document, out var rejection))
            return rejection;
        if ((CheckRepository(document, before.RepoId) ?? CheckOrder(current, file, document)) is { } refused)
            return refused;
        var approved = RoleSignatures.Verify(
            file, TrustNamespaces.Trust, before.RootKeys, document.Created, RejectionReason.TrustThreshold, ed25519);
        if (!approved.Try(out var approval, out rejection))
            return rejection;
        return SignedByOwn(file, document, ed25519).Try(out _, out rejection)
            ? new TrustedRoot(document, file.Content, approval.Principals)
            : rejection;
    }

    private static Checked<TrustDocument> Read(ReadOnlyMemory<byte> content, string name) =>
        TrustFiles.Read(TrustFiles.Trust, name, content.Span, RejectionReason.TrustInvalid);

    private static Checked<Approval> SignedByOwn(SignedFile file, TrustDocument document, Ed25519Verify ed25519) => RoleSignatures.Verify(
        file, TrustNamespaces.Trust, document.RootKeys, document.Created, RejectionReason.TrustOwnThreshold, ed25519);

    private static Rejection? CheckRepository(TrustDocument document, Guid repoId) => document.RepoId == repoId
        ? null
        : Rejection.Because(RejectionReason.TrustOtherRepository, $"It is of repository {document.RepoId}, this device belongs to {repoId}.");

    private static Rejection? CheckOrder(TrustedRoot current, SignedFile file, TrustDocument next)
    {
        var before = current.Document;
        if (next.Version == before.Version && !file.Content.Span.SequenceEqual(current.Content.Span))
            return Rejection.Because(RejectionReason.TrustEquivocation, $"Version {next.Version} was believed with other bytes, {current.Digest}.");
        if (next.Version <= before.Version)
            return Rejection.Because(RejectionReason.TrustReplayed, $"Version {next.Version} is offered after {before.Version}.");
        if (next.Version != before.Version + 1)
            return Rejection.Because(RejectionReason.TrustSkipped, $"Version {next.Version} is offered after {before.Version}.");
        if (next.Created < before.Created)
            return Rejection.Because(RejectionReason.TrustBackdated, $"It says it was made at {next.Created:u}, version {before.Version} at {before.Created:u}.");
        return next.Epoch >= before.Epoch
            ? null
            : Rejection.Because(RejectionReason.TrustEpochLowered, $"Its epoch is {next.Epoch}, version {before.Version} has {before.Epoch}.");
    }
}
