using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Containers;

/// <summary>
/// Containers as a part of generations. On a device that never had one nobody is asked, so that it needs no Podman. Every call can
/// be repeated.
/// </summary>
/// <param name="set">The containers of this device.</param>
/// <param name="policy">What the device's owner allows; null with the fault while nothing is.</param>
internal sealed class GenerationContainers(ContainerSet set, Func<(ContainerPolicy? Policy, Fault? Fault)> policy)
{
    /// <summary>All containers are stopped and started at once, and none takes longer for either than this is made for.</summary>
    public static readonly TimeSpan LongestSwitch = TimeSpan.FromMinutes(15);

    /// <summary>Whether there is nothing to start and nothing to stop.</summary>
    public bool IsNothing(IReadOnlyList<ContainerUnit> wanted) => wanted.Count == 0 && set.IsUnused;

    /// <summary>Whether the owner allows them. Null when he does; changes nothing.</summary>
    /// <param name="containers">The containers of a desired state.</param>
    /// <param name="files">Path → content of the release's files.</param>
    public Fault? Check(IReadOnlyList<ContainerSpec> containers, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (containers.Count == 0)
            return null;
        var (allowed, fault) = policy();
        return allowed is null ? fault : ContainerSet.Check(containers, files, allowed);
    }

    /// <summary>Has their images here. Null when they are.</summary>
    public Task<Fault?> PullAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        wanted.Count == 0 ? Nothing : set.PullAsync(wanted, cancellation);

    /// <summary>Has exactly these run. Null when they do.</summary>
    public Task<Fault?> SwitchAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        IsNothing(wanted) ? Nothing : set.SwitchAsync(wanted, cancellation);

    /// <summary>The same on the way back, for which systemd alone is needed.</summary>
    public Task<Fault?> GoBackAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        IsNothing(wanted) ? Nothing : set.GoBackAsync(wanted, cancellation);

    /// <summary>What drifted comes back. Null when all run, and the owner allows them still.</summary>
    public async Task<Fault?> RepairAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        IsNothing(wanted) ? null : await set.RepairAsync(wanted, cancellation) ?? (wanted.Count > 0 ? policy().Fault : null);

    /// <summary>While the device boots: another generation became active, and its containers are started when the boot check is over.</summary>
    public Task<Fault?> StartLaterAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        IsNothing(wanted) ? Nothing : set.StartLaterAsync(wanted, cancellation);

    /// <summary>While the device boots: Podman's generator may have come before the disk was there.</summary>
    public Task<Fault?> BootAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        wanted.Count == 0 ? Nothing : set.BootAsync(wanted, cancellation);

    /// <summary>Frees what no generation needs.</summary>
    public Task<Fault?> PruneAsync(CancellationToken cancellation) => IsNothing([]) ? Nothing : set.PruneAsync(cancellation);

    private static Task<Fault?> Nothing => Task.FromResult<Fault?>(null);
}
