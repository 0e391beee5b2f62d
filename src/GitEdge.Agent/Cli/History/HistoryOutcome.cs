namespace GitEdge.Agent.Cli.History;

/// <summary>How a deployment ended.</summary>
internal enum HistoryOutcome
{
    /// <summary>The end is not in the history: lines are missing.</summary>
    Unknown,

    UnderWay,

    Committed,

    /// <summary>It served and was taken back.</summary>
    RolledBack,

    /// <summary>It was at fault before it served anything.</summary>
    Refused,

    /// <summary>Cut short by something else: a restart, a full disk, a source that did not answer.</summary>
    Interrupted,

    /// <summary>A newer release came while it was still being fetched.</summary>
    Superseded,

    /// <summary>Going back failed as well.</summary>
    Stalled,

    /// <summary>It ran, was recalled with nothing good before it, and was stopped.</summary>
    Stopped,
}
