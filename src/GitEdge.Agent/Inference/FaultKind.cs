namespace GitEdge.Agent.Inference;

/// <summary>Whether asking again may help.</summary>
internal enum FaultKind
{
    /// <summary>Not told apart.</summary>
    Unknown,

    /// <summary>The server is not there, busy or starting: ask again.</summary>
    Transient,

    /// <summary>The server understood and refused: asking again gives the same.</summary>
    Permanent,
}
