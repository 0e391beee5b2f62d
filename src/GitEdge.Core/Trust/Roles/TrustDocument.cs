namespace GitEdge.Core.Trust.Roles;

/// <summary>
/// Who may do what in a fleet: <c>trust/&lt;N&gt;.json</c> on branch <c>gitedge-meta</c>. Each version is signed by the
/// root threshold of the version before and by its own. What is read here is well formed, but not yet believed: see
/// <see cref="TrustChain"/>.
/// </summary>
public sealed record TrustDocument
{
    /// <summary>The fleet repository's identity.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>The version, from 1; the next is exactly one more.</summary>
    public required long Version { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From this moment on it is out of date: new releases wait for the next version.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The lowest epoch of a release that may be accepted; never falls.</summary>
    public required long Epoch { get; init; }

    /// <summary>Name of a principal → keys.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<TrustKey>> Principals { get; init; }

    /// <summary>Who signs trust documents.</summary>
    public required TrustRole Root { get; init; }

    /// <summary>Channel → who signs its releases.</summary>
    public required IReadOnlyDictionary<string, TrustRole> Releases { get; init; }

    /// <summary>Who may stop a channel; lifting needs the channel's release threshold as well.</summary>
    public required TrustRole Hold { get; init; }

    /// <summary>Who signs the freshness beacon; null when the fleet has none.</summary>
    public TrustRole? Fresh { get; init; }

    /// <summary>Keys that count no longer.</summary>
    public IReadOnlyList<RevokedKey> Revoked { get; init; } = [];

    /// <summary>The keys of the role that signs trust documents.</summary>
    public RoleKeys RootKeys => RoleKeys.Of(this, "root", Root);

    /// <summary>The keys of the role that stops channels.</summary>
    public RoleKeys HoldKeys => RoleKeys.Of(this, "hold", Hold);

    /// <summary>The keys of the role that signs the beacon; null when there is none.</summary>
    public RoleKeys? FreshKeys => Fresh is null ? null : RoleKeys.Of(this, "fresh", Fresh);

    /// <summary>The keys of the role that releases to a channel; null when nobody may.</summary>
    public RoleKeys? ReleaseKeys(string channel) =>
        Releases.TryGetValue(channel, out var role) ? RoleKeys.Of(this, $"release of {channel}", role) : null;
}
