namespace GitEdge.Core.Deployments;

/// <summary>Stable codes of the deployment machine's own decisions; docs/reasons.md explains each.</summary>
public static class DeploymentReason
{
    /// <summary>The agent did not live through the deployment.</summary>
    public const string RestartedTooOften = "restarted-too-often";

    /// <summary>Nobody could tell whether the release is healthy.</summary>
    public const string HealthUnknown = "health-unknown";

    /// <summary>A person asked to go back.</summary>
    public const string AskedByOperator = "asked-by-operator";
}
