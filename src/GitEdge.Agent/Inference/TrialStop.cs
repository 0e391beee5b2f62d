namespace GitEdge.Agent.Inference;

/// <summary>Why the agent ended a trial.</summary>
internal enum TrialStop
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>Too much memory.</summary>
    Memory,

    /// <summary>Too long.</summary>
    Time,
}
