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

    /// <summary>The document of a tag that holds.</summary>
    public static VerifyDocument Of(VerifiedTag verified, LockTrailer trailer) => new()
    {
        Verified = true,
        Reason = "ok",
        Principal = verified.Principal,
        KeyFingerprint = verified.KeyFingerprint,
        Tag = verified.Tag.Name,
        Target = verified.Tag.Target,
        Lock = trailer.Lock,
        Tagger = $"{verified.Tag.Tagger.Name} <{verified.Tag.Tagger.Email}>",
        TaggedAt = verified.Tag.Tagger.Time,
    };

    /// <summary>The document of one that does not.</summary>
    public static VerifyDocument Refused(string reason, string detail, string cure) =>
        new() { Verified = false, Reason = reason, Detail = detail, Cure = cure };
}
