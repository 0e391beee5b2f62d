namespace GitEdge.Core.Deployments;

/// <summary>What is to be done in a state. Every effect can be run twice. The set of effects is closed.</summary>
public abstract record DeploymentEffect
{
    private DeploymentEffect()
    {
    }

    /// <summary>Nothing to do until the next release.</summary>
    public sealed record Wait : DeploymentEffect;

    /// <summary>Bring the artifacts into the store.</summary>
    /// <param name="Target">The generation under way.</param>
    public sealed record Fetch(Generation Target) : DeploymentEffect;

    /// <summary>Fill the inactive slot and verify it.</summary>
    /// <param name="Target">The generation under way; its slot is never the current one's.</param>
    /// <param name="Current">What serves meanwhile; null on a new device.</param>
    public sealed record Stage(Generation Target, Generation? Current) : DeploymentEffect;

    /// <summary>Try the candidate in a process of its own.</summary>
    /// <param name="Target">The generation under way.</param>
    /// <param name="Current">What serves meanwhile; null on a new device.</param>
    public sealed record Preflight(Generation Target, Generation? Current) : DeploymentEffect;

    /// <summary>Load the candidate beside the old version, make it the default, point <c>active</c> to its slot.</summary>
    /// <param name="Target">The generation under way.</param>
    public sealed record Activate(Generation Target) : DeploymentEffect;

    /// <summary>Look at the candidate once.</summary>
    /// <param name="Target">The generation under way.</param>
    public sealed record Probe(Generation Target) : DeploymentEffect;

    /// <summary>Mark good, free what is no longer needed.</summary>
    /// <param name="Current">The generation just committed.</param>
    public sealed record Tidy(Generation Current) : DeploymentEffect;

    /// <summary>Make the current generation serve again and remove the candidate.</summary>
    /// <param name="Target">The candidate.</param>
    /// <param name="Current">What to go back to; null: nothing served before.</param>
    public sealed record RollBack(Generation Target, Generation? Current) : DeploymentEffect;

    /// <summary>Make nothing serve: no slot is active, no model is loaded.</summary>
    /// <param name="Current">The generation that was recalled.</param>
    public sealed record StopServing(Generation Current) : DeploymentEffect;
}
