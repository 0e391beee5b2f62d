using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>A release this device may install: signed, for this repository and channel, newer than all before. Only Core makes one.</summary>
public sealed class VerifiedRelease
{
    private readonly SignedRelease _signed;

    internal VerifiedRelease(SignedRelease signed, ReleaseClaims claims)
    {
        _signed = signed;
        Claims = claims;
        Statement = ReleaseStatement.Of(claims.RepoId, signed.Name, Commit, signed.Lock);
    }

    /// <summary>What the release says about itself.</summary>
    public ReleaseClaims Claims { get; }

    /// <summary>The repository.</summary>
    public Guid RepoId => Claims.RepoId;

    /// <summary>The channel.</summary>
    public string Channel => _signed.Name.Channel;

    /// <summary>The epoch.</summary>
    public long Epoch => Claims.Epoch;

    /// <summary>The release's number.</summary>
    public long Counter => _signed.Name.Counter;

    /// <summary>The digest of what the release says: repository, channel, counter, target and lock.</summary>
    public Sha256Digest Statement { get; }

    /// <summary>The digest of GITEDGE.lock.</summary>
    public Sha256Digest Lock => _signed.Lock;

    /// <summary>The commit's id.</summary>
    public string Commit => _signed.Tag.Tag.Target;

    /// <summary>The ref, <c>refs/tags/rollout/&lt;channel&gt;/&lt;counter&gt;</c>.</summary>
    public string TagRef => _signed.Name.RefName;

    /// <summary>Who signed, as allowed_signers calls them.</summary>
    public string Principal => _signed.Tag.Principal;

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string KeyFingerprint => _signed.Tag.KeyFingerprint;

    /// <summary>When it was tagged, by the signer's word.</summary>
    public DateTimeOffset TaggedAt => _signed.Tag.Tag.Tagger.Time;

    /// <summary>The manifests, golden files and units.</summary>
    public VerifiedFiles Files => _signed.Files;

    /// <summary>Everybody who stands behind it, <see cref="Principal"/> included, in the order of their names.</summary>
    public IReadOnlyList<string> Principals => _signed.Context.Approval.Principals;

    /// <summary>The key's entry.</summary>
    internal AllowedSigner Signer => _signed.Tag.Signature.Signer;

    /// <summary>What to remember before anything is staged.</summary>
    /// <param name="at">When it is accepted.</param>
    /// <param name="last">What was accepted before it, whose floor is never lowered within an epoch.</param>
    public AcceptedRelease ToAccepted(DateTimeOffset at, AcceptedRelease? last = null) => new()
    {
        RepoId = RepoId,
        Channel = Channel,
        Epoch = Epoch,
        Counter = Counter,
        Statement = Statement,
        Commit = Commit,
        AcceptedAt = at,
        TaggedAt = TaggedAt.ToUniversalTime(),
        Floor = last?.Epoch == Epoch && last.Floor >= (Claims.MinCounter ?? 0) ? last.Floor : Claims.MinCounter,
    };
}
