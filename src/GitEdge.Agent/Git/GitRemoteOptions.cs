namespace GitEdge.Agent.Git;

/// <summary>One place to fetch the fleet repository from, and how to be let in.</summary>
internal sealed record GitRemoteOptions
{
    /// <summary>The name in messages and status.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>https://host/path</c>, <c>ssh://user@host[:port]/path</c>, <c>user@host:path</c>, <c>file:///path</c> or <c>/path</c>;
    /// <c>http://</c> on loopback only. Never with a password in it.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>
    /// https: a PEM file with the only authorities that are trusted for this remote (intermediates may be in it); null
    /// means the system's.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary>https: a file with an access token, sent to this remote's host and nowhere else.</summary>
    public string? TokenFile { get; init; }

    /// <summary>https: the user name that goes with the token; most servers accept any.</summary>
    public string TokenUser { get; init; } = "gitedge";

    /// <summary>
    /// https: a PEM file with the certificate that is shown to this remote's host and nowhere else; intermediates may follow.
    /// </summary>
    public string? CertFile { get; init; }

    /// <summary>https: a PEM file with the certificate's private key, not encrypted.</summary>
    public string? KeyFile { get; init; }

    /// <summary>ssh: the private key.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>ssh: the host keys that are trusted, in OpenSSH's known_hosts form.</summary>
    public string? KnownHostsFile { get; init; }
}
