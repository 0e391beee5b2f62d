using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Files;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Containers;

/// <summary>
/// The containers of this device. What is to run lies in the slot that <c>active</c> points to, where Podman's generator finds it
/// through one link; so whatever happens, a start of the device runs what <c>active</c> says. Every call can be repeated.
/// </summary>
/// <param name="slots">The root folder of the slots.</param>
/// <param name="places">Where Podman looks.</param>
/// <param name="backends">Who is asked.</param>
/// <param name="images">What was pulled for releases.</param>
/// <param name="staged">The containers of both slots.</param>
internal sealed class ContainerSet(string slots, ContainerPlaces places, ContainerBackends backends, ImageList images, Func<IReadOnlyList<ContainerUnit>> staged)
{
    private readonly ImageRoom _room = new(backends, images, () => staged().Select(one => one.Image).ToHashSet(StringComparer.Ordinal));
    private readonly ImagePull _pull = new(backends, places, images);

    /// <summary>Told what did not work and is not waited for.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Asked before anything is started.</summary>
    public required StartPolicy MayStart { get; init; }

    /// <summary>Whether no container was ever shown to Podman here, or the last was given up.</summary>
    public bool IsUnused => new FileInfo(places.Link).LinkTarget is null;

    /// <summary>Whether the owner allows what the containers ask for; null when all of it.</summary>
    /// <param name="containers">The containers of a desired state.</param>
    /// <param name="files">Path → content of the release's files.</param>
    /// <param name="policy">What the owner allows.</param>
    public static Fault? Check(IReadOnlyList<ContainerSpec> containers, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ContainerPolicy policy)
    {
        IReadOnlyList<string> names = [.. containers.Select(container => container.Name)];
        IReadOnlyList<ManifestProblem> problems =
            [.. containers.SelectMany(container => ContainerCheck.FindForbidden(container, names, files[container.Quadlet].Span, policy))];
        return problems.Count == 0 ? null : ContainerFaults.NotAllowed(problems);
    }

    /// <summary>Has every image here before anything is switched. Null when they are.</summary>
    public Task<Fault?> PullAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) => TryAsync(async () =>
    {
        foreach (var container in wanted)
        {
            if (await FindTakenAsync(container, cancellation) is { } taken)
                return taken;
        }
        foreach (var container in wanted)
        {
            if (await PullAsync(container, wanted, cancellation) is { } fault)
                return fault;
        }
        return null;
    });

    /// <summary>
    /// After <c>active</c> was pointed: exactly these run. Those that are the same by content go on; a start is good when its job
    /// is, for which a container with a health command has to be healthy. Null when all run.
    /// </summary>
    public async Task<Fault?> SwitchAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) =>
        MayStart.FindForbidden(wanted) is { Count: > 0 } forbidden ? ContainerFaults.NotAllowed(StartPolicy.All(forbidden)) : await TryAsync(async () =>
        {
            var isLinked = Link();
            var found = await ListAsync(cancellation);
            var plan = await PlanAsync(wanted, found, cancellation);
            if (plan.IsEmpty && isLinked)
                return null;
            // As long as systemd knows how to stop them.
            var stopped = await StopAsync(plan.Stop, cancellation);
            if (FindLeft(stopped) is { } left)
                return left;
            await RemoveAsync(stopped, found, cancellation);
            await backends.Reload(cancellation);
            var (units, missing) = await FindUnitsAsync(plan.Start, cancellation);
            return missing ?? await StartAsync(units, found, cancellation);
        });

    /// <summary>
    /// The same on the way back, for which systemd alone is needed: where Podman does not answer, what the slots name is stopped, and
    /// what is wanted is started, whatever it was.
    /// </summary>
    public Task<Fault?> GoBackAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) => TryAsync(async () =>
    {
        var isLinked = Link();
        var found = await FindAnywayAsync(cancellation);
        var plan = await PlanAsync(wanted, found ?? Staged, cancellation);
        if (plan.IsEmpty && isLinked)
            return null;
        var (fault, unasked) = await DoAsync(plan, found ?? [], cancellation);
        if (unasked is not null)
            Warn($"What has been stopped may still be in Podman's list: {unasked.Message}");
        return fault;
    });

    /// <summary>
    /// What is missing or drifted comes back, its image too; one that cannot be had keeps no other from it. Null when all run; a fault
    /// too when the owner does not allow one any more, which is not started again.
    /// </summary>
    public async Task<Fault?> RepairAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation)
    {
        var forbidden = MayStart.FindForbidden(wanted);
        var missing = await PullAllAsync([.. wanted.Where(one => !forbidden.ContainsKey(one.Name))], wanted, cancellation);
        var failed = await TryAsync(async () =>
        {
            var isLinked = Link();
            var found = await ListAsync(cancellation);
            var plan = await PlanAsync(wanted, found, cancellation);
            // What runs without its image is left alone: it would not come back.
            plan = plan with { Start = [.. plan.Start.Where(one => !missing.ContainsKey(one.Name))] };
            if (plan.IsEmpty && isLinked)
                return null;
            var (fault, unasked) = await DoAsync(plan, found, cancellation);
            return fault ?? unasked;
        });
        return missing.Values.FirstOrDefault() ?? failed ?? (forbidden.Count > 0 ? ContainerFaults.NotStartedAgain(StartPolicy.All(forbidden)) : null);
    }

    /// <summary>As much of it as can be done: the first fault, and what was not answered while others were stopped.</summary>
    private async Task<(Fault? Fault, Fault? Unasked)> DoAsync(ContainerPlan plan, IReadOnlyList<ObservedContainer> found, CancellationToken cancellation)
    {
        Fault? left = null;
        var unasked = await TryAsync(async () =>
        {
            var stopped = await StopAsync(plan.Stop, cancellation);
            left = FindLeft(stopped);
            await RemoveAsync(stopped, found, cancellation);
            return null;
        });
        await backends.Reload(cancellation);
        var (units, missing) = await FindUnitsAsync(plan.Start, cancellation);
        var failed = await StartAsync(units, found, cancellation);
        return (missing ?? failed ?? left, unasked);
    }

    /// <summary>While the device boots, for which nothing here may wait: systemd reads again, and starts these when it comes to them.</summary>
    public Task<Fault?> StartLaterAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation) => TryAsync(async () =>
    {
        Link();
        await backends.Reload(cancellation);
        var forbidden = MayStart.FindForbidden(wanted);
        foreach (var container in wanted.Where(one => !forbidden.ContainsKey(one.Name)))
            await EnqueueAsync(UnitJob.Start, container.Name, cancellation);
        await ForgetAsync(forbidden, cancellation);
        return null;
    });

    /// <summary>The same, when one of these has no unit. Otherwise systemd starts them by itself, but for what the owner does not allow any more.</summary>
    public async Task<Fault?> BootAsync(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation)
    {
        var isMissing = false;
        var fault = await TryAsync(async () =>
        {
            foreach (var container in wanted)
                isMissing |= await ReadAsync(container.Name, cancellation) is not { LoadState: "loaded" };
            if (!isMissing)
                await ForgetAsync(MayStart.FindForbidden(wanted), cancellation);
            return null;
        });
        return isMissing ? await StartLaterAsync(wanted, cancellation) : fault;
    }

    /// <summary>Removes images that no generation needs, when there is little room, and the link when none has a container any more.</summary>
    public Task<Fault?> PruneAsync(CancellationToken cancellation) => TryAsync(async () =>
    {
        var full = await _room.MakeAsync([], cancellation);
        if (staged().Count == 0)
            AtomicFile.Remove(places.Link);
        return full;
    });

    private async Task<Fault?> PullAsync(ContainerUnit container, IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation)
    {
        if (await _pull.IsHereAsync(container.Image, cancellation))
            return null;
        if (await _room.MakeAsync([.. wanted.Select(one => one.Image)], cancellation) is { } full)
            return full;
        return await _pull.RunAsync(container, cancellation);
    }

    /// <summary>Name → why its image cannot be had.</summary>
    private async Task<IReadOnlyDictionary<string, Fault>> PullAllAsync(IReadOnlyList<ContainerUnit> containers, IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation)
    {
        var faults = new Dictionary<string, Fault>(StringComparer.Ordinal);
        foreach (var container in containers)
        {
            if (await TryAsync(() => PullAsync(container, wanted, cancellation)) is { } fault)
                faults[container.Name] = fault;
        }
        return faults;
    }

    private async Task<Fault?> FindTakenAsync(ContainerUnit container, CancellationToken cancellation) =>
        await ReadAsync(container.Name, cancellation) is { LoadState: not "not-found" } unit && !IsOurs(unit) ? ContainerFaults.Taken(container, unit) : null;

    private async Task<ContainerPlan> PlanAsync(IReadOnlyList<ContainerUnit> wanted, IReadOnlyList<ObservedContainer> found, CancellationToken cancellation)
    {
        var active = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in wanted)
        {
            if (await ReadAsync(container.Name, cancellation) is { ActiveState: "active" } state && IsOurs(state))
                active.Add(container.Name);
        }
        var plan = ContainerPlan.Of(wanted, found, container => active.Contains(container.Name));
        var forbidden = MayStart.FindForbidden(plan.Start.Count > 0 ? wanted : []);
        foreach (var container in plan.Start.Where(one => forbidden.ContainsKey(one.Name)))
            Warn(ContainerFaults.Withheld(container.Name, forbidden[container.Name]));
        // What runs of it is of another generation, or was not there when it was allowed.
        return plan with
        {
            Stop = [.. plan.Stop, .. plan.Start.Select(one => one.Name).Where(forbidden.ContainsKey)],
            Start = [.. plan.Start.Where(one => !forbidden.ContainsKey(one.Name))],
        };
    }

    /// <summary>A start that waits for the boot check is taken back.</summary>
    private async Task ForgetAsync(IReadOnlyDictionary<string, IReadOnlyList<ManifestProblem>> forbidden, CancellationToken cancellation)
    {
        foreach (var (name, problems) in forbidden)
        {
            Warn(ContainerFaults.Withheld(name, problems));
            if (await ReadAsync(name, cancellation) is { LoadState: "loaded" } state && IsOurs(state))
                await EnqueueAsync(UnitJob.Stop, name, cancellation);
        }
    }

    private Task EnqueueAsync(UnitJob job, string name, CancellationToken cancellation) =>
        UnitName.TryParse($"{name}.service", out var unit) ? backends.Enqueue(job, unit, cancellation) : Task.CompletedTask;

    /// <summary>
    /// Those whose files lie in a slot, or did when their unit was started: an image can carry labels that name any, and its owner may run
    /// it by hand.
    /// </summary>
    private async Task<IReadOnlyList<ObservedContainer>> ListAsync(CancellationToken cancellation)
    {
        var names = staged().Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        var ours = new List<ObservedContainer>();
        foreach (var one in await backends.List(cancellation))
        {
            if (names.Contains(one.Name) || (await ReadAsync(one.Name, cancellation) is { ActiveState: not "inactive" } unit && (IsOurs(unit) || unit.LoadState == "not-found")))
                ours.Add(one);
        }
        return ours;
    }

    /// <summary>What can run when nobody says what does.</summary>
    private IReadOnlyList<ObservedContainer> Staged => [.. staged().Select(one => new ObservedContainer("", one.Name, "", IsRunning: false))];

    private async Task<IReadOnlyList<ObservedContainer>?> FindAnywayAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ObservedContainer>? found = null;
        var away = await TryAsync(async () =>
        {
            found = await ListAsync(cancellation);
            return null;
        });
        if (away is not null)
            Warn($"Nobody says which containers there are, so that all of the generation gone back to are started again: {away.Message} {away.Cure}");
        return found;
    }

    private async Task<IReadOnlyList<(string Name, JobResult? Job)>> StopAsync(IReadOnlyList<string> names, CancellationToken cancellation) =>
        await Task.WhenAll(names.Select(async name => (name, await StopAsync(name, cancellation))));

    private static Fault? FindLeft(IReadOnlyList<(string Name, JobResult? Job)> jobs) =>
        jobs.FirstOrDefault(one => one.Job is not (JobResult.Done or null)) is { Job: { } job } left ? ContainerFaults.NotStopped(left.Name, job) : null;

    /// <summary>One whose unit is gone was only killed; one that lost its power is still in Podman's list.</summary>
    private async Task RemoveAsync(IReadOnlyList<(string Name, JobResult? Job)> jobs, IReadOnlyList<ObservedContainer> found, CancellationToken cancellation)
    {
        var stopped = jobs.Where(one => one.Job is JobResult.Done).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var one in found.Where(one => stopped.Contains(one.Name)))
            await backends.RemoveContainer(one.Id, cancellation);
    }

    /// <summary>Null for a unit of somebody else's: an image can carry a label that names any.</summary>
    private async Task<JobResult?> StopAsync(string name, CancellationToken cancellation)
    {
        if (!UnitName.TryParse($"{name}.service", out var unit))
            return null;
        return await backends.ReadUnit(unit, cancellation) switch
        {
            { LoadState: "not-found", ActiveState: "inactive" } => JobResult.Done,
            { LoadState: not "not-found" } state when !IsOurs(state) => null,
            { ActiveState: "inactive" } => JobResult.Done,
            _ => await backends.Run(UnitJob.Stop, unit, cancellation),
        };
    }

    /// <summary>Those that Podman's generator has made units of, and the first that it has not.</summary>
    private async Task<(IReadOnlyList<ContainerUnit> Units, Fault? Missing)> FindUnitsAsync(IReadOnlyList<ContainerUnit> containers, CancellationToken cancellation)
    {
        var units = new List<ContainerUnit>();
        foreach (var container in containers)
        {
            if (await ReadAsync(container.Name, cancellation) is { LoadState: "loaded" } unit && IsOurs(unit))
                units.Add(container);
        }
        return (units, containers.FirstOrDefault(one => !units.Contains(one)) is { } missing ? ContainerFaults.NotGenerated(missing) : null);
    }

    /// <summary>All at once: systemd knows which waits for which.</summary>
    private async Task<Fault?> StartAsync(IReadOnlyList<ContainerUnit> containers, IReadOnlyList<ObservedContainer> found, CancellationToken cancellation) =>
        (await Task.WhenAll(containers.Select(container => StartAsync(container, found, cancellation)))).FirstOrDefault(fault => fault is not null);

    private async Task<Fault?> StartAsync(ContainerUnit container, IReadOnlyList<ObservedContainer> found, CancellationToken cancellation)
    {
        _ = UnitName.TryParse(container.Service, out var unit);
        // What is on its way already, and not for another time after it failed, is waited for: a restart would kill it.
        var isComing = found.Any(one => one.IsRunning && one.Name == container.Name && one.Content == container.Content.Hex)
            && await backends.ReadUnit(unit!, cancellation) is { ActiveState: "activating", IsStartedAgain: false };
        var job = await backends.Run(isComing ? UnitJob.Start : UnitJob.Restart, unit!, cancellation);
        return job is JobResult.Done ? null : ContainerFaults.NotStarted(container, job, await backends.ReadUnit(unit!, cancellation));
    }

    private async Task<UnitState?> ReadAsync(string name, CancellationToken cancellation) =>
        UnitName.TryParse($"{name}.service", out var unit) ? await backends.ReadUnit(unit, cancellation) : null;

    /// <summary>Whether a unit was made of a file in a slot.</summary>
    private bool IsOurs(UnitState unit) => unit.SourcePath.StartsWith(Path.Combine(slots, "slots") + "/", StringComparison.Ordinal);

    /// <summary>Shows the active generation to Podman's generator. False when it was not shown before.</summary>
    private bool Link()
    {
        var target = Path.Combine(slots, "active", "containers");
        if (new FileInfo(places.Link).LinkTarget == target)
            return true;
        DirectorySync.Create(Path.GetDirectoryName(places.Link)!);
        AtomicFile.ReplaceSymlink(places.Link, target);
        return false;
    }

    private static async Task<Fault?> TryAsync(Func<Task<Fault?>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is BusException or HttpRequestException or System.Text.Json.JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            return ContainerFaults.Unreachable(e);
        }
    }
}
