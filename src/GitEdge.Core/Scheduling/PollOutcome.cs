namespace GitEdge.Core.Scheduling;

/// <summary>How a poll ended, as far as the next one is concerned.</summary>
public enum PollOutcome
{
    /// <summary>Nothing that is known; counts as a fault.</summary>
    Unknown = 0,

    /// <summary>A remote answered, with something new or not.</summary>
    Succeeded = 1,

    /// <summary>A fault that is likely to pass by itself.</summary>
    Transient = 2,

    /// <summary>The server asked for a pause.</summary>
    Waiting = 3,

    /// <summary>A fault that a person has to end.</summary>
    Permanent = 4,
}
