namespace GitEdge.Agent.Git;

/// <summary>What a fault means for the next move.</summary>
internal enum GitFaultKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 0,

    /// <summary>Likely to pass by itself: try again with growing pauses.</summary>
    Transient = 1,

    /// <summary>The other side asked for a pause: try again when it is over.</summary>
    Waiting = 2,

    /// <summary>A person has to change something; trying again, seldom, shows when they have.</summary>
    Permanent = 3,
}
