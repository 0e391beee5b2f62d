namespace GitEdge.Agent.Git;

/// <summary>How a remote is reached.</summary>
internal enum GitScheme
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 0,

    /// <summary>https, or http on loopback.</summary>
    Http = 1,

    /// <summary>The system's ssh.</summary>
    Ssh = 2,

    /// <summary>A folder of this device.</summary>
    File = 3,
}
