using GitEdge.Linux.Bus;

namespace GitEdge.Linux.Systemd;

/// <summary>
/// systemd over the bus (org.freedesktop.systemd1(5)): starts and stops services and says how that ended, sets and reads what
/// they may use.
/// </summary>
/// <remarks>
/// Every member throws <see cref="BusException"/> when systemd refuses, by systemd's name for the reason
/// (<c>org.freedesktop.systemd1.NoSuchUnit</c>, …), or when the connection has ended.
/// </remarks>
/// <param name="bus">The connection; on its system bus is the system's systemd.</param>
/// <param name="time">The clock that bounds how long jobs are waited for.</param>
public sealed class SystemdManager(BusConnection bus, TimeProvider time)
{
    internal const string Name = "org.freedesktop.systemd1";
    internal const string Path = "/org/freedesktop/systemd1";
    internal const string Interface = "org.freedesktop.systemd1.Manager";

    private const string UnitInterface = "org.freedesktop.systemd1.Unit";
    private const string ServiceInterface = "org.freedesktop.systemd1.Service";

    private const string AlreadySubscribed = "org.freedesktop.systemd1.AlreadySubscribed";

    /// <summary>Reading all units of a device takes systemd a while.</summary>
    private static readonly TimeSpan ReloadPatience = TimeSpan.FromMinutes(2);

    /// <summary>Has something done with a unit, and waits for the end of it.</summary>
    /// <param name="job">What.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="patience">How long to wait; systemd goes on after that.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<JobResult> RunAsync(UnitJob job, UnitName unit, TimeSpan patience, CancellationToken cancellation) =>
        EndOfAsync(Call(job, unit), patience, cancellation);

    /// <summary>Has something done with a unit later, and does not wait: for whoever systemd waits for itself.</summary>
    /// <param name="job">What.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public Task EnqueueAsync(UnitJob job, UnitName unit, CancellationToken cancellation) => bus.CallAsync(Call(job, unit), cancellation);

    /// <summary>Starts a service of one run; it is started when its process is.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<JobResult> StartAsync(TransientService service, TimeSpan patience, CancellationToken cancellation) =>
        EndOfAsync(Call("StartTransientUnit", writer =>
        {
            writer.WriteString(service.Name.Value);
            writer.WriteString("fail");
            writer.WriteArray("(sv)", items => UnitProperties.Write(items, service));
            writer.WriteArray("(sa(sv))", static _ => { });
        }), patience, cancellation);

    /// <summary>Has systemd read its unit files again, and run its generators.</summary>
    public Task ReloadAsync(CancellationToken cancellation) =>
        bus.CallAsync(Call("Reload", static _ => { }) with { Timeout = ReloadPatience }, cancellation);

    /// <summary>Sets what a unit may use, at once.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="limits">What.</param>
    /// <param name="isRuntime">True: until the next start of the system; false: for good.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetLimitsAsync(UnitName unit, UnitLimits limits, bool isRuntime, CancellationToken cancellation) =>
        bus.CallAsync(Call("SetUnitProperties", writer =>
        {
            writer.WriteString(unit.Value);
            writer.WriteBoolean(isRuntime);
            writer.WriteArray("(sv)", items => UnitProperties.Write(items, limits));
        }), cancellation);

    /// <summary>What a unit is doing. One that systemd does not know has <c>not-found</c> for its load state.</summary>
    public async Task<UnitState> ReadAsync(UnitName unit, CancellationToken cancellation)
    {
        var path = await bus.CallAsync(Call("LoadUnit", writer => writer.WriteString(unit.Value)), static reader => reader.ReadObjectPath(), cancellation);
        var common = await ReadAllAsync(path, UnitInterface, cancellation);
        var service = await ReadAllAsync(path, ServiceInterface, cancellation);
        return new UnitState
        {
            LoadState = common.Text("LoadState"),
            ActiveState = common.Text("ActiveState"),
            SubState = common.Text("SubState"),
            Result = service.Text("Result"),
            SourcePath = common.Text("SourcePath"),
            Restarts = service.Number("NRestarts") ?? 0,
            Limits = service.Limits(),
        };
    }

    private async Task<JobResult> EndOfAsync(BusCall request, TimeSpan patience, CancellationToken cancellation)
    {
        using var watch = await JobWatch.BeginAsync(bus, cancellation);
        await SubscribeAsync(cancellation);
        var job = await bus.CallAsync(request, static reader => reader.ReadObjectPath(), cancellation);
        var end = watch.WaitAsync(job);
        var first = await Task.WhenAny(end, bus.Ended, Task.Delay(patience, time, cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (first == bus.Ended)
            throw await bus.Ended;
        return first == end ? await end : JobResult.Unfinished;
    }

    /// <summary>systemd sends its signals to those alone who have asked for them; asking again is an error to it.</summary>
    private async Task SubscribeAsync(CancellationToken cancellation)
    {
        try
        {
            await bus.CallAsync(Call("Subscribe", static _ => { }), cancellation);
        }
        catch (BusException e) when (e.Name == AlreadySubscribed)
        {
            // An earlier job did.
        }
    }

    private Task<UnitProperties> ReadAllAsync(string path, string ofInterface, CancellationToken cancellation) =>
        bus.CallAsync(new BusCall(Name, path, "org.freedesktop.DBus.Properties", "GetAll") { Arguments = writer => writer.WriteString(ofInterface) },
            UnitProperties.Read, cancellation);

    private static BusCall Call(UnitJob job, UnitName unit) => Call($"{job}Unit", writer =>
    {
        writer.WriteString(unit.Value);
        writer.WriteString("replace");
    });

    private static BusCall Call(string member, WriteValues arguments) => new(Name, Path, Interface, member) { Arguments = arguments };
}
