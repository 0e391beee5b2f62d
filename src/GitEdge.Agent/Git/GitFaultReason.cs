namespace GitEdge.Agent.Git;

/// <summary>Why a remote could not be used. The code of each, <see cref="GitFault.Code"/>, never changes.</summary>
internal enum GitFaultReason
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 0,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>The host name has no address.</summary>
    Dns,

    /// <summary>The server's certificate is not trusted.</summary>
    TlsUntrusted,

    /// <summary>The server does not accept the token, the certificate or the key.</summary>
    AuthFailed,

    /// <summary>The server has nothing at this address, or hides it.</summary>
    NotFound,

    /// <summary>The ssh server's key is not the one that is known.</summary>
    HostKeyMismatch,

    /// <summary>The server pointed somewhere else; redirects are not followed.</summary>
    Redirected,

    /// <summary>What came back is not what a Git server says.</summary>
    Protocol,

    /// <summary>The path exists on the host, or not even that, but no repository is there.</summary>
    RepositoryMissing,

    /// <summary>It took longer than allowed.</summary>
    TimedOut,

    /// <summary>It sent less than the least rate.</summary>
    TooSlow,

    /// <summary>The server asked for a pause.</summary>
    ServerBusy,

    /// <summary>The server failed by its own account.</summary>
    ServerError,

    /// <summary>More references than allowed.</summary>
    TooManyReferences,

    /// <summary>More bytes than allowed.</summary>
    TooLarge,

    /// <summary>A repository that is a folder of this device holds pipes, devices or links, or needs other folders.</summary>
    UnsafeFolder,

    /// <summary>There is no room on the device's disk.</summary>
    DiskFull,

    /// <summary>The device could not write or read its own copy.</summary>
    Storage,

    /// <summary>The remote named objects and did not send them.</summary>
    Incomplete,

    /// <summary>The repository uses the sha256 object format.</summary>
    ObjectFormat,

    /// <summary>The remote's settings cannot be used.</summary>
    Misconfigured,

    /// <summary>A token, certificate, key, CA or known_hosts file cannot be read.</summary>
    CredentialUnreadable,
}
