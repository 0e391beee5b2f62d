using GitEdge.Agent.Containers;
using GitEdge.Core.Deployments;

namespace GitEdge.Agent;

/// <summary>
/// How long the steps of the loop take at most. Every wait in a step has a limit of its own, which comes first; these are for
/// what hangs all the same. So they are far beyond what the slowest device takes, and finite.
/// </summary>
internal static class StepLimits
{
    // A card that reads and writes less than this is of no use to a device.
    private const double SlowestDisk = 1 << 20;

    // Load, promote or unload of one model, with what the server is given to answer.
    private static readonly TimeSpan PerModel = TimeSpan.FromMinutes(6);

    // A trial, and making room for it.
    private static readonly TimeSpan PerTrial = TimeSpan.FromMinutes(12);

    // A session with a remote, for the release and for its trust, and what is verified of it.
    private static readonly TimeSpan PerRemote = TimeSpan.FromMinutes(15);

    // As long as its unit may take.
    private static readonly TimeSpan PerImage = TimeSpan.FromMinutes(13);

    private static readonly TimeSpan PerSwitch = GenerationContainers.LongestSwitch;

    /// <summary>A step without anything big in it.</summary>
    public static TimeSpan Usual { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Observing, repairing and polling.</summary>
    /// <param name="remotes">How many remotes there are to ask.</param>
    /// <param name="running">What runs, which may have to be loaded again; null for nothing.</param>
    public static TimeSpan OfPass(int remotes, Generation? running) =>
        Usual + (remotes * PerRemote) + (ModelsOf(running) * PerModel) + ReadOf(running) + PullOf(running) + SwitchOf(running);

    /// <summary>One effect of the deployment machine.</summary>
    public static TimeSpan Of(DeploymentEffect effect) => Usual + effect switch
    {
        DeploymentEffect.Fetch one => ReadOf(one.Target),
        DeploymentEffect.Stage one => (3 * ReadOf(one.Target)) + PullOf(one.Target),
        DeploymentEffect.Preflight one => (ModelsOf(one.Target) * PerTrial) + ReadOf(one.Target),
        DeploymentEffect.Activate one => (ModelsOf(one.Target) * PerModel) + ReadOf(one.Target) + PerSwitch,
        DeploymentEffect.RollBack one => ((ModelsOf(one.Target) + ModelsOf(one.Current)) * PerModel) + ReadOf(one.Current) + PerSwitch,
        DeploymentEffect.StopServing one => (ModelsOf(one.Current) * PerModel) + PerSwitch,
        DeploymentEffect.Tidy one => ModelsOf(one.Current) * PerModel,
        _ => TimeSpan.Zero,
    };

    private static int ModelsOf(Generation? generation) => generation?.Desired.Models.Count ?? 0;

    private static TimeSpan PullOf(Generation? generation) => (generation?.Desired.Containers.Count ?? 0) * PerImage;

    private static TimeSpan SwitchOf(Generation? generation) => generation?.Desired.Containers.Count > 0 ? PerSwitch : TimeSpan.Zero;

    private static TimeSpan ReadOf(Generation? generation) =>
        TimeSpan.FromSeconds((generation?.Desired.Models.Sum(model => model.Spec.Size) ?? 0) / SlowestDisk);
}
