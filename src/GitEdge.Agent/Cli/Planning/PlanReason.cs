namespace GitEdge.Agent.Cli.Planning;

/// <summary>Stable codes of <c>gitedge plan</c>, beside those of releases; docs/reasons.md explains each.</summary>
internal static class PlanReason
{
    /// <summary>The device's configuration cannot be read or has problems.</summary>
    public const string ConfigurationInvalid = "configuration-invalid";

    /// <summary>A file or folder that the plan needs cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Nothing of the channel was fetched yet.</summary>
    public const string NothingFetched = "nothing-fetched";

    /// <summary>The same content failed on this device before.</summary>
    public const string FailedBefore = "failed-before";
}
