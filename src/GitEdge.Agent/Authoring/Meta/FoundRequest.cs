namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What the first trust document is to say.</summary>
internal sealed record FoundRequest
{
    /// <summary>Principal and path of a public key; a principal may have several. None: the user's own signing key.</summary>
    public IReadOnlyList<(string Name, string PublicKey)> Principals { get; init; } = [];

    /// <summary>Who signs trust documents; null for more than half of all.</summary>
    public RoleRequest? Root { get; init; }

    /// <summary>Channel → who releases to it; channels that are not named take two of all, or the only one.</summary>
    public IReadOnlyDictionary<string, RoleRequest> Releases { get; init; } = new Dictionary<string, RoleRequest>();

    /// <summary>Who stops channels; null for anybody.</summary>
    public RoleRequest? Hold { get; init; }

    /// <summary>Who signs beacons; null for nobody, in a fleet of one key for that one.</summary>
    public RoleRequest? Fresh { get; init; }

    /// <summary>How long it counts.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Files of the keys to sign with; none: the one Git signs with.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}
