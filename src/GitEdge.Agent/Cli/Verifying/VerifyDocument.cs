using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>What <c>gitedge verify --json</c> prints: <c>verified</c>, and either what was proven or why not.</summary>
internal sealed record VerifyDocument
{
    /// <summary>Whether everything holds.</summary>
    public required bool Verified { get; init; }

    /// <summary>Stable code, see docs/reasons.md; <c>ok</c> when verified.</summary>
    public required string Reason { get; init; }

    /// <summary>What was found; null when verified.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do; null when verified.</summary>
    public string? Cure { get; init; }

    /// <summary>Who signed, as allowed_signers calls them.</summary>
    public string? Principal { get; init; }

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>The key's type, for example <c>ssh-ed25519</c>.</summary>
    public string? KeyType { get; init; }

    /// <summary>Whether a hardware token asked for a PIN or a finger; null for keys that are in none.</summary>
    public bool? UserVerified { get; init; }

    /// <summary>The tag's own name.</summary>
    public string? Tag { get; init; }

    /// <summary>The commit it names.</summary>
    public string? Target { get; init; }

    /// <summary>Digest of GITEDGE.lock.</summary>
    public Sha256Digest? Lock { get; init; }

    /// <summary>Who made the tag, by their own word.</summary>
    public string? Tagger { get; init; }

    /// <summary>When it was made, by the tagger's own word; the signer's time window is held against it.</summary>
    public DateTimeOffset? TaggedAt { get; init; }

    /// <summary>The commit's id.</summary>
    public string? Commit { get; init; }

    /// <summary>The tree the commit names.</summary>
    public string? Tree { get; init; }

    /// <summary>Who made the commit, by their own word.</summary>
    public string? Committer { get; init; }

    /// <summary>When it was made, by the committer's own word; the signer's time window is held against it.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>What the file is signed for.</summary>
    public string? Namespace { get; init; }

    /// <summary>Digest of the file.</summary>
    public Sha256Digest? Digest { get; init; }

    /// <summary>The document of a tag that holds.</summary>
    public static VerifyDocument Of(VerifiedTag verified, LockTrailer trailer) => Of(verified.Signature) with
    {
        Tag = verified.Tag.Name,
        Target = verified.Tag.Target,
        Lock = trailer.Lock,
        Tagger = Name(verified.Tag.Tagger),
        TaggedAt = verified.Tag.Tagger.Time,
    };

    /// <summary>The document of a commit that holds.</summary>
    public static VerifyDocument Of(VerifiedCommit verified) => Of(verified.Signature) with
    {
        Commit = verified.Id,
        Tree = verified.Commit.Tree,
        Committer = Name(verified.Commit.Committer),
        CommittedAt = verified.Commit.Committer.Time,
    };

    /// <summary>The document of a file that holds.</summary>
    public static VerifyDocument Of(VerifiedFile verified) => Of(verified.Signature) with
    {
        Namespace = verified.Signature.Signature.Namespace,
        Digest = Sha256Digest.Of(verified.Bytes.Span),
    };

    /// <summary>The document of one that does not.</summary>
    public static VerifyDocument Refused(string reason, string detail, string cure) =>
        new() { Verified = false, Reason = reason, Detail = detail, Cure = cure };

    private static VerifyDocument Of(VerifiedSignature signature) => new()
    {
        Verified = true,
        Reason = "ok",
        Principal = signature.Principal,
        KeyFingerprint = signature.KeyFingerprint,
        KeyType = signature.Signature.KeyType,
        UserVerified = signature.Signature.IsHardwareKey ? signature.Signature.UserVerified : null,
    };

    private static string Name(Tagger person) => $"{person.Name} <{person.Email}>";
}
