namespace GitEdge.Core.Manifests;

/// <summary>agent.yaml: what one device was told at enrolment. Not part of a release; it lies on the device.</summary>
public sealed record AgentManifest
{
    /// <summary>What the path of a file of a remote may begin with: the folder of the credentials that systemd gives the service.</summary>
    public const string Credentials = "$CREDENTIALS_DIRECTORY/";

    /// <summary>The device's id.</summary>
    public required string Device { get; init; }

    /// <summary>The fleet it belongs to.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>The channel it follows.</summary>
    public required string Channel { get; init; }

    /// <summary>Path of the file that names who may sign releases; null on a device that goes by <see cref="Trust"/>.</summary>
    public string? AllowedSigners { get; init; }

    /// <summary>
    /// Path of the trust document the device was enrolled with, which every later one has to follow from; null on a device
    /// that goes by <see cref="AllowedSigners"/>.
    /// </summary>
    public string? Trust { get; init; }

    /// <summary>What the freshness beacon means; nothing where the trust document gives nobody the role <c>fresh</c>.</summary>
    public FreshnessRule Freshness { get; init; } = FreshnessRule.Warn;

    /// <summary>Whether hardware tokens must have asked for a PIN or a finger, not only for a touch.</summary>
    public bool VerifyRequired { get; init; }

    /// <summary>Where everything that lasts lies, for example <c>/var/lib/gitedge</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Where the status lies, in memory, for example <c>/run/gitedge</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Where the repository may be had, in the order in which they are tried.</summary>
    public required IReadOnlyList<RemoteSpec> Remotes { get; init; }

    /// <summary>Time between polls; each is spread a little, so that a fleet does not ask at once.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of disk that downloads leave free.</summary>
    public long DiskReserve { get; init; } = 64L << 20;

    /// <summary>From where artifacts may be fetched.</summary>
    public ArtifactRules Artifacts { get; init; } = new();

    /// <summary>Path of the server's admin socket.</summary>
    public required string InferenceAdmin { get; init; }

    /// <summary>Path of the executable <c>gitedge-inference</c>, which candidates are tried with.</summary>
    public required string InferenceExecutable { get; init; }

    /// <summary>This with the credentials where they are.</summary>
    /// <param name="folder">The folder (CREDENTIALS_DIRECTORY); null where there is none, as for who is not the service.</param>
    public AgentManifest WithCredentials(string? folder) => folder is null ? this : this with
    {
        Remotes = [.. Remotes.Select(remote => remote with
        {
            CaFile = Resolve(remote.CaFile, folder),
            TokenFile = Resolve(remote.TokenFile, folder),
            CertFile = Resolve(remote.CertFile, folder),
            KeyFile = Resolve(remote.KeyFile, folder),
            IdentityFile = Resolve(remote.IdentityFile, folder),
            KnownHostsFile = Resolve(remote.KnownHostsFile, folder),
        })],
    };

    private static string? Resolve(string? path, string folder) => path?.StartsWith(Credentials, StringComparison.Ordinal) == true
        ? $"{folder.TrimEnd('/')}/{path[Credentials.Length..]}"
        : path;
}
