namespace GitEdge.Agent.Git;

/// <summary>How a tag stands with the remote.</summary>
internal enum ReleaseTagStanding
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 0,

    /// <summary>The remote lists it.</summary>
    Listed = 1,

    /// <summary>The remote listed it once, and now lists another object under its name: it was moved.</summary>
    Superseded = 2,

    /// <summary>The remote listed it once, and now lists nothing under its name: it was deleted.</summary>
    Gone = 3,
}
