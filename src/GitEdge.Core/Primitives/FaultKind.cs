namespace GitEdge.Core.Primitives;

/// <summary>What a fault asks for next.</summary>
public enum FaultKind
{
    /// <summary>Not known; treated as transient.</summary>
    Unknown,

    /// <summary>May pass by itself: try again with backoff.</summary>
    Transient,

    /// <summary>Waits for something outside: disk space, a time, a daemon. Try again at the ordinary interval.</summary>
    Waiting,

    /// <summary>The release itself is at fault: trying the same content again cannot help.</summary>
    Permanent,
}
