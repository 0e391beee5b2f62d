using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Planning;

/// <summary>One thing that must happen for the device to become what it should be. The set of steps is closed.</summary>
public abstract record PlanStep
{
    private PlanStep()
    {
    }

    /// <summary>The slot this step writes into, if any.</summary>
    public virtual Slot? Writes => null;

    /// <summary>True when the step belongs to a new generation, false when it repairs the current one.</summary>
    public virtual bool Deploys => true;

    /// <summary>Bring an artifact into the store.</summary>
    /// <param name="Model">The model it is for.</param>
    /// <param name="Digest">The artifact.</param>
    /// <param name="Size">Its length in bytes.</param>
    public sealed record FetchArtifact(string Model, Sha256Digest Digest, long Size) : PlanStep;

    /// <summary>Have a container's image on the device.</summary>
    /// <param name="Container">The container.</param>
    /// <param name="Image">Its image, by digest.</param>
    public sealed record PullImage(string Container, string Image) : PlanStep;

    /// <summary>Fill the inactive slot.</summary>
    /// <param name="Slot">The slot.</param>
    public sealed record StageSlot(Slot Slot) : PlanStep
    {
        /// <inheritdoc/>
        public override Slot? Writes => Slot;
    }

    /// <summary>Try a model in a process of its own.</summary>
    /// <param name="Model">The model.</param>
    public sealed record TryModel(string Model) : PlanStep;

    /// <summary>Turn a knob of the system, under confirm or revert.</summary>
    /// <param name="Change">Which, and how.</param>
    public sealed record Tune(TuningChange Change) : PlanStep;

    /// <summary>Drift: a knob is not as the committed generation holds it.</summary>
    /// <param name="Change">Which, and how.</param>
    public sealed record Retune(TuningChange Change) : PlanStep
    {
        /// <inheritdoc/>
        public override bool Deploys => false;
    }

    /// <summary>Make the staged generation serve.</summary>
    /// <param name="Slot">The slot it lies in.</param>
    public sealed record Activate(Slot Slot) : PlanStep;

    /// <summary>Watch it before it is committed.</summary>
    /// <param name="Soak">For how long.</param>
    public sealed record Watch(TimeSpan Soak) : PlanStep;

    /// <summary>Drift: <c>active</c> points elsewhere than to the committed generation.</summary>
    /// <param name="Slot">Where it has to point.</param>
    public sealed record PointActive(Slot Slot) : PlanStep
    {
        /// <inheritdoc/>
        public override bool Deploys => false;
    }

    /// <summary>Drift: the server does not serve what was committed.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Version">The version it has to serve.</param>
    /// <param name="Found">What is found instead, in words.</param>
    public sealed record ServeModel(string Model, long Version, string Found) : PlanStep
    {
        /// <inheritdoc/>
        public override bool Deploys => false;
    }

    /// <summary>Drift: the server holds a version that nothing needs.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Version">The version to free.</param>
    public sealed record FreeModel(string Model, long Version) : PlanStep
    {
        /// <inheritdoc/>
        public override bool Deploys => false;
    }
}
