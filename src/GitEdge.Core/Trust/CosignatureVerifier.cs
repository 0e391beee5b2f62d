namespace GitEdge.Core.Trust;

/// <summary>Counts, by person, who stands behind a release: who signed its tag, and who co-signed the same statement.</summary>
internal static class CosignatureVerifier
{
    /// <summary>The most co-signatures that are looked at.</summary>
    public const int Most = 32;

    /// <summary>The principals in the order of their names, when there are as many as the channel asks for.</summary>
    public static Checked<ReleaseApproval> Verify(SignedTag release, IReadOnlyList<FetchedTag> cosignatures, Ed25519Verify ed25519)
    {
        var principals = new SortedSet<string>(StringComparer.Ordinal) { release.Tag.Principal };
        var refused = new List<string>();
        // One signature is enough for many fleets: then nobody can make a device verify more.
        foreach (var fetched in cosignatures.Take(Most).TakeWhile(_ => principals.Count < release.Policy.Release.Threshold))
        {
            if (FindSigner(release, fetched, ed25519).Try(out var signer, out var rejection))
                principals.Add(signer.Principal);
            else
                refused.Add($"{Untrusted.Show(fetched.RefName)}: {rejection.Code}: {rejection.Detail}");
        }
        return principals.Count >= release.Policy.Release.Threshold
            ? new ReleaseApproval([.. principals])
            : Rejection.Because(RejectionReason.ThresholdNotMet, Describe(release, principals, refused));
    }

    internal static Checked<VerifiedTag> FindSigner(SignedTag release, FetchedTag fetched, Ed25519Verify ed25519)
    {
        if (ReleaseVerifier.CheckId(fetched) is { } wrongId)
            return wrongId;
        if (!TagVerifier.Verify(fetched.TagBytes, release.Policy.Release, ed25519).Try(out var tag, out var rejection))
            return rejection;
        if (tag.CheckRef(fetched.RefName) is { } renamed)
            return renamed;
        var prefix = CosignRef.PrefixOf(release.Name);
        if (!fetched.RefName.StartsWith(prefix, StringComparison.Ordinal) || !CosignRef.IsLabel(fetched.RefName[prefix.Length..]))
            return Rejection.Because(RejectionReason.CosignMismatch, $"It is no co-signature of {release.Name.TagName}.");
        if (!LockTrailer.Read(tag).Try(out var trailer, out rejection))
            return rejection;
        if (tag.Tag.Target != release.Commit)
            return Rejection.Because(RejectionReason.CosignMismatch, $"It is of commit {tag.Tag.Target}, the release of {release.Commit}.");
        return trailer == release.Trailer
            ? tag
            : Rejection.Because(RejectionReason.CosignMismatch, $"It names the lock {trailer.Lock.Hex}, the release {release.Trailer.Lock.Hex}.");
    }

    private static string Describe(SignedTag release, SortedSet<string> principals, List<string> refused) =>
        $"{release.Name.TagName} needs {release.Policy.Release.Threshold} principals; signed have {string.Join(", ", principals.Select(Untrusted.Show))}."
        + (refused.Count == 0 ? "" : $" Not counted: {string.Join(" ", refused.Take(5))}");
}
