namespace GitEdge.Core.Health;

/// <summary>What probation says.</summary>
public enum HealthOutcome
{
    /// <summary>Nobody judged.</summary>
    Unknown,

    /// <summary>Nothing decided yet: ask again.</summary>
    Waiting,

    /// <summary>Commit.</summary>
    Healthy,

    /// <summary>Go back.</summary>
    Unhealthy,
}
