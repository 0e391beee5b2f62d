using GitEdge.Core.Containers;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Files;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Containers;

/// <summary>Who is asked about containers: systemd starts and stops them, Podman knows them and their images.</summary>
internal sealed record ContainerBackends
{
    // A pull and a start have limits of their own, which come first.
    private static readonly TimeSpan JobPatience = TimeSpan.FromMinutes(13);

    /// <summary>systemd reads its unit files again, and runs Podman's generator.</summary>
    public required Func<CancellationToken, Task> Reload { get; init; }

    /// <summary>systemd does something with a unit, and says how it ended.</summary>
    public required Func<UnitJob, UnitName, CancellationToken, Task<JobResult>> Run { get; init; }

    /// <summary>systemd will do something with a unit.</summary>
    public required Func<UnitJob, UnitName, CancellationToken, Task> Enqueue { get; init; }

    /// <summary>What a unit is doing.</summary>
    public required Func<UnitName, CancellationToken, Task<UnitState>> ReadUnit { get; init; }

    /// <summary>Every container of GitEdge's.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<ObservedContainer>>> List { get; init; }

    /// <summary>Removes a container by its id.</summary>
    public required Func<string, CancellationToken, Task> RemoveContainer { get; init; }

    /// <summary>Whether an image is here.</summary>
    public required Func<string, CancellationToken, Task<bool>> HasImage { get; init; }

    /// <summary>Removes an image; false when it is used.</summary>
    public required Func<string, CancellationToken, Task<bool>> RemoveImage { get; init; }

    /// <summary>Everything that was written is on the disk afterwards.</summary>
    public required Func<Task> Sync { get; init; }

    /// <summary>Bytes that are free where images lie, and how many there are in all.</summary>
    public required Func<CancellationToken, Task<(long Free, long Total)>> MeasureRoom { get; init; }

    /// <summary>The device's own.</summary>
    /// <param name="link">The bus that systemd is on.</param>
    /// <param name="podman">Podman.</param>
    /// <param name="time">The clock.</param>
    public static ContainerBackends Of(BusLink link, PodmanClient podman, TimeProvider time) => new()
    {
        Reload = async cancellation => await (await Systemd(link, time, cancellation)).ReloadAsync(cancellation),
        Run = async (job, unit, cancellation) => await (await Systemd(link, time, cancellation)).RunAsync(job, unit, JobPatience, cancellation),
        Enqueue = async (job, unit, cancellation) => await (await Systemd(link, time, cancellation)).EnqueueAsync(job, unit, cancellation),
        ReadUnit = async (unit, cancellation) => await (await Systemd(link, time, cancellation)).ReadAsync(unit, cancellation),
        List = podman.ListAsync,
        RemoveContainer = podman.RemoveContainerAsync,
        HasImage = podman.HasImageAsync,
        RemoveImage = podman.RemoveImageAsync,
        Sync = () => Task.Run(DirectorySync.SyncAll),
        MeasureRoom = async cancellation =>
        {
            var drive = new DriveInfo(await podman.FindStoreAsync(cancellation));
            return (drive.AvailableFreeSpace, drive.TotalSize);
        },
    };

    private static async Task<SystemdManager> Systemd(BusLink link, TimeProvider time, CancellationToken cancellation) =>
        new(await link.GetAsync(cancellation), time);
}
