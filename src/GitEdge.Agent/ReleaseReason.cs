namespace GitEdge.Agent;

/// <summary>
/// Stable codes for what is wrong with a release beside the rejections of <see cref="Core.Trust.RejectionCatalog"/>;
/// docs/reasons.md has each with its meaning and cure.
/// </summary>
internal static class ReleaseReason
{
    /// <summary>The commit holds what no device takes: links, executables, submodules, too much.</summary>
    public const string TreeInvalid = "tree-invalid";

    /// <summary>The manifests have problems.</summary>
    public const string ManifestInvalid = "manifest-invalid";

    /// <summary>It asks for what this version does not carry out.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>The device's list of signers cannot be used.</summary>
    public const string AllowedSignersInvalid = "allowed-signers-invalid";

    /// <summary>The trust document gives nobody the role to release to the device's channel.</summary>
    public const string NobodyReleases = "nobody-releases";

    /// <summary>What was believed of trust and holds is lost, and the repository does not show it.</summary>
    public const string TrustBehind = "trust-behind";

    /// <summary>The branch of trust documents holds what is not read.</summary>
    public const string MetaInvalid = "meta-invalid";

    /// <summary>A tag names another object than before.</summary>
    public const string TagMoved = "tag-moved";

    /// <summary>A tag is gone.</summary>
    public const string TagDeleted = "tag-deleted";

    /// <summary>More tags that were never seen before than one look judges.</summary>
    public const string TooManyTags = "too-many-tags";

    /// <summary>The device cannot tell an old release from a new one.</summary>
    public const string AcceptanceLost = "acceptance-lost";
}
