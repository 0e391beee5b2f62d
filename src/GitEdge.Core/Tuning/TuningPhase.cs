namespace GitEdge.Core.Tuning;

/// <summary>How far a tuning that is not committed has come.</summary>
public enum TuningPhase
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It is being written.</summary>
    Applying,

    /// <summary>All of it is written; put back at the deadline unless somebody confirms.</summary>
    Waiting,

    /// <summary>Somebody confirmed; until the commit it still goes back with its generation, and with the next boot.</summary>
    Confirmed,

    /// <summary>It is being made to last.</summary>
    Committing,

    /// <summary>It is being put back.</summary>
    Reverting,
}
