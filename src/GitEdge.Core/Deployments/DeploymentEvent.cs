using GitEdge.Core.Fleet;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>What happened; the only input of the deployment machine. The set of events is closed.</summary>
public abstract record DeploymentEvent
{
    private DeploymentEvent()
    {
    }

    /// <summary>A verified and accepted release asks for this state.</summary>
    /// <param name="Release">The release.</param>
    /// <param name="Desired">What it means for this device.</param>
    public sealed record ReleaseChosen(ReleaseName Release, DesiredState Desired) : DeploymentEvent;

    /// <summary>The effect of the present phase was carried out for this generation.</summary>
    /// <param name="Generation">The generation's number.</param>
    public sealed record Succeeded(long Generation) : DeploymentEvent;

    /// <summary>The effect of the present phase failed for this generation.</summary>
    /// <param name="Generation">The generation's number.</param>
    /// <param name="Fault">Why; its kind says whether the release is to blame.</param>
    public sealed record Failed(long Generation, Fault Fault) : DeploymentEvent;

    /// <summary>The generation in probation was looked at.</summary>
    /// <param name="Verdict">The finding, and for which generation.</param>
    /// <param name="Elapsed">Time since the last look, as far as it counts as soaking.</param>
    public sealed record Probed(HealthVerdict Verdict, TimeSpan Elapsed) : DeploymentEvent;

    /// <summary>The current generation was found serving again, all of it.</summary>
    /// <param name="Generation">The generation's number.</param>
    public sealed record Restored(long Generation) : DeploymentEvent;

    /// <summary>The current generation's release was recalled, there is nothing to go back to, and it asked to be stopped then.</summary>
    /// <param name="Generation">The generation's number.</param>
    /// <param name="Fault">The recall.</param>
    public sealed record Recalled(long Generation, Fault Fault) : DeploymentEvent;

    /// <summary>A person asked to go back from the generation in probation.</summary>
    /// <param name="Generation">The generation's number.</param>
    public sealed record RollbackAsked(long Generation) : DeploymentEvent;

    /// <summary>The agent has just started.</summary>
    public sealed record Restarted : DeploymentEvent;
}
