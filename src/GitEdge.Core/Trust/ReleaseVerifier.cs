namespace GitEdge.Core.Trust;

/// <summary>
/// Proves a release, in two stages: the signature and the files, after which the manifests may be read; then what the
/// manifests claim, against what was accepted before.
/// </summary>
public static class ReleaseVerifier
{
    /// <summary>
    /// The beginning of the first stage, which costs next to nothing: the tag's bytes, its signature and signer; ref name and
    /// channel; trailer. Anybody who can push can make a tag, so that nothing it names is worth reading before this.
    /// </summary>
    public static Checked<SignedTag> VerifyTag(FetchedTag fetched, TrustPolicy policy, Ed25519Verify ed25519)
    {
        if (CheckId(fetched) is { } wrongId)
            return wrongId;
        if (!TagVerifier.Verify(fetched.TagBytes, policy.Release, ed25519).Try(out var tag, out var rejection))
            return rejection;
        if (!CheckName(fetched, tag, policy).Try(out var name, out rejection))
            return rejection;
        return LockTrailer.Read(tag).Try(out var trailer, out rejection) ? new SignedTag(tag, name, trailer, policy) : rejection;
    }

    /// <summary>
    /// Whether as many principals stand behind the tag as the channel asks for: to be asked before what it names is read,
    /// since one of several can sign any number of tags.
    /// </summary>
    /// <param name="tag">What <see cref="VerifyTag"/> gave.</param>
    /// <param name="cosignatures">
    /// Tags <c>refs/tags/cosign/&lt;channel&gt;/&lt;counter&gt;/&lt;who&gt;</c> that may be co-signatures of it; read one by one, and no
    /// further than is needed, since anybody who can push can make as many as a repository may have.
    /// </param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Checked<ApprovedTag> VerifySigners(SignedTag tag, IEnumerable<FetchedTag> cosignatures, Ed25519Verify ed25519) =>
        CosignatureVerifier.Verify(tag, cosignatures, ed25519);

    /// <summary>The rest of the first stage: the commit is the signed one; lock and every file.</summary>
    /// <param name="approved">What <see cref="VerifySigners"/> gave.</param>
    /// <param name="fetched">What was fetched for the same ref.</param>
    public static Checked<SignedRelease> VerifyFiles(ApprovedTag approved, FetchedRelease fetched)
    {
        var tag = approved.Signed;
        if (fetched.CommitId != tag.Commit)
            return Rejection.Because(RejectionReason.TargetMismatch,
                $"The files are from commit {Untrusted.Show(fetched.CommitId)}, the tag names {tag.Commit}.");
        return LockVerifier.Verify(fetched.Files, tag.Trailer.Lock).Try(out var files, out var rejection)
            ? new SignedRelease(tag, files, new ReleaseContext(tag.Policy, approved.Principals, fetched.DescendsFromAccepted))
            : rejection;
    }

    /// <summary>
    /// The whole first stage: the tag's bytes, its signature and signer; ref name and channel; trailer; enough principals;
    /// lock and every file.
    /// </summary>
    public static Checked<SignedRelease> VerifySignature(
        FetchedRelease fetched, IEnumerable<FetchedTag> cosignatures, TrustPolicy policy, Ed25519Verify ed25519)
    {
        if (!VerifyTag(fetched.Tag, policy, ed25519).Try(out var tag, out var rejection))
            return rejection;
        return VerifySigners(tag, cosignatures, ed25519).Try(out var approved, out rejection) ? VerifyFiles(approved, fetched) : rejection;
    }

    /// <summary>
    /// The second stage: the claims of the verified manifests, replay, equivocation, ancestry, time. Nothing is remembered
    /// here: persist <see cref="VerifiedRelease.ToAccepted"/> before staging.
    /// </summary>
    /// <param name="signed">What the first stage gave.</param>
    /// <param name="claims">What the manifests in <see cref="SignedRelease.Files"/> say.</param>
    /// <param name="last">The acceptance remembered for this repository and channel; null when there never was one.</param>
    /// <param name="now">The time to compare with, never lower than the device's time floor.</param>
    public static ReleaseVerdict Accept(SignedRelease signed, ReleaseClaims claims, AcceptedRelease? last, DateTimeOffset now)
    {
        if (CheckClaims(signed.Name, claims, signed.Context.Policy) is { } wrong)
            return new ReleaseVerdict.Rejected(wrong);
        var release = new VerifiedRelease(signed, claims);
        if (last is not null)
        {
            if (AcceptanceRules.CheckSameOrigin(release, last) is { } foreign)
                return new ReleaseVerdict.Rejected(foreign);
            if (AcceptanceRules.IsSame(release, last))
                return signed.Context.Policy.CheckRecall(release.Epoch, release.Counter) is { } recalled
                    ? new ReleaseVerdict.Rejected(recalled)
                    : new ReleaseVerdict.AlreadyAccepted(release);
            if (AcceptanceRules.CheckNewer(release, last, signed.Context.DescendsFromAccepted) is { } old)
                return new ReleaseVerdict.Rejected(old);
        }
        return (AcceptanceRules.CheckPolicy(release, last, signed.Context.Policy) ?? AcceptanceRules.CheckTime(claims, now)) is { } refused
            ? new ReleaseVerdict.Rejected(refused)
            : new ReleaseVerdict.Accepted(release);
    }

    internal static Rejection? CheckId(FetchedTag fetched)
    {
        var body = fetched.TagBytes.Span;
        if (TagParser.CheckAnnotated(body) is { } lightweight)
            return lightweight;
        if (ObjectName.IsSha256(fetched.TagId))
            return Rejection.Because(RejectionReason.Sha256Repository, "The ref points to a 64-digit object id.");
        var actual = TagObject.IdOf(body);
        return actual == fetched.TagId
            ? null
            : Rejection.Because(RejectionReason.TagIdMismatch,
                $"The ref points to {Untrusted.Show(fetched.TagId)}, but these bytes are the tag {actual}.");
    }

    private static Checked<ReleaseRef> CheckName(FetchedTag fetched, VerifiedTag tag, TrustPolicy policy)
    {
        if (tag.CheckRef(fetched.RefName) is { } renamed)
            return renamed;
        if (ReleaseRef.Parse(fetched.RefName) is not { } name)
            return Rejection.Because(RejectionReason.RefNameInvalid, $"The ref is {Untrusted.Show(fetched.RefName)}.");
        if (name.Channel != policy.Channel)
            return Rejection.Because(RejectionReason.OtherChannel,
                $"The release is for channel '{name.Channel}', this device follows '{policy.Channel}'.");
        return name;
    }

    internal static Rejection? CheckClaims(ReleaseRef name, ReleaseClaims claims, TrustPolicy policy)
    {
        if (claims.RepoId != policy.RepoId)
            return Rejection.Because(RejectionReason.OtherRepository,
                $"fleet.yaml says repository {claims.RepoId}, this device belongs to {policy.RepoId}.");
        if (claims.Channel != name.Channel)
            return Rejection.Because(RejectionReason.ManifestChannelMismatch,
                $"The rollout manifest is of channel {Untrusted.Show(claims.Channel)}, the tag of '{name.Channel}'.");
        if (claims.Counter != name.Counter)
            return Rejection.Because(RejectionReason.ManifestCounterMismatch,
                $"The rollout manifest has counter {claims.Counter}, the tag {name.Counter}.");
        return claims.MinCounter > claims.Counter
            ? Rejection.Because(RejectionReason.MinCounterAboveCounter, $"minCounter is {claims.MinCounter}, counter {claims.Counter}.")
            : null;
    }
}
