namespace GitEdge.Core.Trust;

/// <summary>
/// Counts, by person, who stands behind a release: who signed its tag, and who co-signed the same statement. Anybody who can
/// push can add tags that are none, before those that are; all that were fetched are looked at, the cheap questions first.
/// </summary>
internal static class CosignatureVerifier
{
    private const int Shown = 5;

    /// <summary>The tag with those who stand behind it, when they are as many as the channel asks for.</summary>
    public static Checked<ApprovedTag> Verify(SignedTag release, IEnumerable<FetchedTag> cosignatures, Ed25519Verify ed25519)
    {
        var refused = new List<string>();
        var principals = Count(release, cosignatures, release.Policy.Release.Threshold, refused, ed25519);
        return principals.Count >= release.Policy.Release.Threshold
            ? new ApprovedTag(release, [.. principals])
            : Rejection.Because(RejectionReason.ThresholdNotMet, Describe(release, principals, refused));
    }

    /// <summary>Who signed, in the order of their names.</summary>
    /// <param name="release">The release's tag.</param>
    /// <param name="cosignatures">Tags that may be co-signatures of it; read no further than is needed.</param>
    /// <param name="enough">How many principals end the count.</param>
    /// <param name="refused">Takes the first few reasons why tags do not count.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static SortedSet<string> Count(
        SignedTag release, IEnumerable<FetchedTag> cosignatures, int enough, List<string> refused, Ed25519Verify ed25519)
    {
        var principals = new SortedSet<string>(StringComparer.Ordinal) { release.Tag.Principal };
        if (principals.Count >= enough)
            return principals;
        foreach (var fetched in cosignatures)
        {
            if (FindSigner(release, fetched, principals, ed25519).Try(out var signer, out var rejection))
                principals.Add(signer);
            else if (refused.Count < Shown)
                refused.Add($"{Untrusted.Show(fetched.RefName)}: {rejection.Code}: {rejection.Detail}");
            if (principals.Count >= enough)
                break;
        }
        return principals;
    }

    private static Checked<string> FindSigner(SignedTag release, FetchedTag fetched, SortedSet<string> counted, Ed25519Verify ed25519)
    {
        // One copy is read and verified: the caller still holds the array behind the memory.
        fetched = fetched with { TagBytes = fetched.TagBytes.ToArray() };
        if (ReleaseVerifier.CheckId(fetched) is { } wrongId)
            return wrongId;
        if (!TagObject.Parse(fetched.TagBytes).Try(out var tag, out var rejection))
            return rejection;
        if (CheckStatement(release, fetched.RefName, tag) is { } another)
            return another;
        // Whose key it says it is costs next to nothing to ask; whether that key signed costs mathematics.
        if (!SshSignature.Parse(tag.Armour.Span, TagVerifier.Namespace).Try(out var signature, out rejection)
            || !release.Policy.Release.Find(signature.PublicKey.Span, TagVerifier.Namespace, tag.Tagger.Time).Try(out var claimed, out rejection))
            return rejection;
        if (release.Policy.TimeFloor > claimed.ValidBefore)
            return Rejection.Because(RejectionReason.SignerNoLongerValid,
                $"The key of {Untrusted.Show(claimed.Principal)} counted until {claimed.ValidBefore:u}; it is {release.Policy.TimeFloor:u} or later.");
        if (counted.Contains(claimed.Principal))
            return claimed.Principal;
        return TagVerifier.Verify(fetched.TagBytes, release.Policy.Release, ed25519).Try(out var verified, out rejection) ? verified.Principal : rejection;
    }

    private static Rejection? CheckStatement(SignedTag release, string refName, TagObject tag)
    {
        if (refName != ReleaseRef.Prefix + tag.Name)
            return Rejection.Because(RejectionReason.TagNameMismatch, $"The ref is {Untrusted.Show(refName)}, the tag says {Untrusted.Show(tag.Name)}.");
        var prefix = CosignRef.PrefixOf(release.Name);
        if (!refName.StartsWith(prefix, StringComparison.Ordinal) || !CosignRef.IsLabel(refName[prefix.Length..]))
            return Rejection.Because(RejectionReason.CosignMismatch, $"It is no co-signature of {release.Name.TagName}.");
        if (!LockTrailer.Read(tag).Try(out var trailer, out var rejection))
            return rejection;
        if (tag.Target != release.Commit)
            return Rejection.Because(RejectionReason.CosignMismatch, $"It is of commit {tag.Target}, the release of {release.Commit}.");
        return trailer == release.Trailer
            ? null
            : Rejection.Because(RejectionReason.CosignMismatch, $"It names the lock {trailer.Lock.Hex}, the release {release.Trailer.Lock.Hex}.");
    }

    private static string Describe(SignedTag release, SortedSet<string> principals, List<string> refused) =>
        $"{release.Name.TagName} needs {release.Policy.Release.Threshold} principals; signed have {string.Join(", ", principals.Select(Untrusted.Show))}."
        + (refused.Count == 0 ? "" : $" Not counted: {string.Join(" ", refused)}");
}
