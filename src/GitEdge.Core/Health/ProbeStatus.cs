namespace GitEdge.Core.Health;

/// <summary>What a probe found.</summary>
public enum ProbeStatus
{
    /// <summary>Not tried.</summary>
    Unknown,

    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not as it should be; may be different next time.</summary>
    Failed,

    /// <summary>This device cannot carry out this probe; it will not be different next time.</summary>
    Unsupported,
}
