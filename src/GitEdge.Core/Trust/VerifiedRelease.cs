using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>
/// A release this device may install: signed, for this repository and channel, newer than all before; or known to be one
/// that it accepted before. Only Core makes one.
/// </summary>
public sealed class VerifiedRelease
{
    private readonly TagObject _tag;
    private readonly ReleaseRef _name;
    private readonly VerifiedTag? _signed;

    internal VerifiedRelease(SignedRelease signed, ReleaseClaims claims)
        : this(signed.Tag.Tag, signed.Name, signed.Lock, signed.Files, claims)
    {
        _signed = signed.Tag;
        Principals = signed.Context.Principals;
    }

    internal VerifiedRelease(KnownRelease known, ReleaseClaims claims)
        : this(known.Tag.Tag, known.Tag.Name, known.Tag.Trailer.Lock, known.Files, claims)
    {
    }

    private VerifiedRelease(TagObject tag, ReleaseRef name, Sha256Digest lockDigest, VerifiedFiles files, ReleaseClaims claims)
    {
        _tag = tag;
        _name = name;
        Lock = lockDigest;
        Files = files;
        Claims = claims;
        Statement = ReleaseStatement.Of(claims.RepoId, name, Commit, lockDigest);
    }

    /// <summary>What the release says about itself.</summary>
    public ReleaseClaims Claims { get; }

    /// <summary>The repository.</summary>
    public Guid RepoId => Claims.RepoId;

    /// <summary>The channel.</summary>
    public string Channel => _name.Channel;

    /// <summary>The epoch.</summary>
    public long Epoch => Claims.Epoch;

    /// <summary>The release's number.</summary>
    public long Counter => _name.Counter;

    /// <summary>The digest of what the release says: repository, channel, counter, target and lock.</summary>
    public Sha256Digest Statement { get; }

    /// <summary>The digest of GITEDGE.lock.</summary>
    public Sha256Digest Lock { get; }

    /// <summary>The commit's id.</summary>
    public string Commit => _tag.Target;

    /// <summary>The ref, <c>refs/tags/rollout/&lt;channel&gt;/&lt;counter&gt;</c>.</summary>
    public string TagRef => _name.RefName;

    /// <summary>The tag's bytes, with its signature.</summary>
    public byte[] TagBytes => [.. _tag.Payload.Span, .. _tag.Armour.Span];

    /// <summary>Who signed, as allowed_signers calls them; null for one that is known by its digest alone.</summary>
    public string? Principal => _signed?.Principal;

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it; null for one that is known by its digest alone.</summary>
    public string? KeyFingerprint => _signed?.KeyFingerprint;

    /// <summary>
    /// When it was tagged, by the signer's word; null for one that is known by its digest alone, which the time is no part
    /// of.
    /// </summary>
    public DateTimeOffset? TaggedAt => _signed?.Tag.Tagger.Time;

    /// <summary>The manifests, golden files and units.</summary>
    public VerifiedFiles Files { get; }

    /// <summary>
    /// Everybody who stands behind it, <see cref="Principal"/> included, in the order of their names; empty for one that is
    /// known by its digest alone.
    /// </summary>
    public IReadOnlyList<string> Principals { get; } = [];

    /// <summary>The key's entry; null for one that is known by its digest alone.</summary>
    internal AllowedSigner? Signer => _signed?.Signature.Signer;

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
        TaggedAt = TaggedAt?.ToUniversalTime() ?? last?.TaggedAt,
        Floor = last?.Epoch == Epoch && last.Floor >= (Claims.MinCounter ?? 0) ? last.Floor : Claims.MinCounter,
        TrustVersion = last?.TrustVersion,
        HoldVersion = last?.HoldVersion,
        HoldDigest = last?.HoldDigest,
    };
}
