namespace GitEdge.Core.Trust;

/// <summary>What a rejection means for the next attempt.</summary>
public enum RejectionKind
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>The same release may be accepted later: when a time has come, or something else was pushed.</summary>
    Waiting,

    /// <summary>The same bytes are rejected for ever; somebody has to do something.</summary>
    Permanent,
}
