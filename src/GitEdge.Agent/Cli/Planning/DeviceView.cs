using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>What a device remembers and what it is found to be; made by looking, nothing is written.</summary>
/// <param name="State">The deployment machine's state.</param>
/// <param name="Accepted">The release last accepted.</param>
/// <param name="IsMemoryLost">True when something was accepted once and nobody can say what.</param>
/// <param name="Observed">What the device is.</param>
/// <param name="Damage">What was wrong with the state files, a sentence each.</param>
internal sealed record DeviceView(
    DeploymentState State, AcceptedRelease? Accepted, bool IsMemoryLost, ObservedState Observed, IReadOnlyList<string> Damage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Set while an operator wants nothing new begun.</summary>
    public OperatorPause? Pause { get; init; }

    /// <summary>Looks.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not read the state.</exception>
    public static async Task<DeviceView> LookAsync(AgentManifest agent, DateTimeOffset at, CancellationToken cancellation)
    {
        StateAccess.Require(agent.Root);
        var state = new DeviceState(agent.Root);
        var (journal, accepted) = (state.Journal.Read(), state.Accepted.Read());
        var machine = journal.Value ?? new DeploymentState();
        var store = new BlobStore(agent.Root);
        using var server = new InferenceAdmin(agent.InferenceAdmin, Patience);
        var observed = await new Observer(new SlotStore(agent.SlotRoot, store.PathOf), store, server).ObserveAsync(machine.Current, cancellation);
        return new DeviceView(
            machine, accepted.Value, accepted.IsLost, observed, [.. new[] { journal.Damage, accepted.Damage }.OfType<string>()])
        {
            Pause = state.Pause.Read().Value is { } pause && pause.IsInForce(at) ? pause : null,
        };
    }

    /// <summary>What is left to repair of the committed generation; null when there is none.</summary>
    public Plan? RepairPlan() => State.Current is { } current ? Planner.Of(current.Desired, Observed) : null;

    /// <summary>Why the content will not be tried again; null when it may be.</summary>
    /// <param name="content">The content.</param>
    /// <param name="source">What it would come from now.</param>
    public Fault? FailedBefore(Sha256Digest content, string source) => State.FindBad(content) is { } bad
        ? new Fault(FaultKind.Permanent, PlanReason.FailedBefore,
            $"The content of {source} failed on this device before, as release {bad.Release}: {bad.Fault.Reason}: {bad.Fault.Message}",
            $"It is not tried again under any number; release changed content. {bad.Fault.Cure}")
        : null;
}
