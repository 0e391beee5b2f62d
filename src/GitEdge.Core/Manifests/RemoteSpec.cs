namespace GitEdge.Core.Manifests;

/// <summary>One place the fleet repository may be fetched from.</summary>
public sealed record RemoteSpec
{
    /// <summary>What messages call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its address: https, ssh or file.</summary>
    public required string Url { get; init; }

    /// <summary>PEM file of the only authorities trusted for it; null means the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>File with an access token for https.</summary>
    public string? TokenFile { get; init; }

    /// <summary>User name that goes with the token; null means one that most servers take.</summary>
    public string? TokenUser { get; init; }

    /// <summary>PEM file with the certificate the device shows over https.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM file with that certificate's private key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Private key for ssh.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>Host keys trusted for ssh, in known_hosts form.</summary>
    public string? KnownHostsFile { get; init; }
}
