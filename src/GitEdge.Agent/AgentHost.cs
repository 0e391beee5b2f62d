using GitEdge.Agent.Containers;
using GitEdge.Core.Trust.Roles;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Clock;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent;

/// <summary>What the process gives the agent.</summary>
/// <param name="Service">The service manager.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">A number from 0 up to 1, for spreading polls.</param>
/// <param name="Log">The log.</param>
internal sealed record AgentHost(ServiceNotifier Service, TimeProvider Time, Func<double> Random, ILogger Log)
{
    /// <summary>Whether something keeps the system clock right.</summary>
    public Func<bool> IsClockSynchronised { get; init; } = SystemClock.IsSynchronised;

    /// <summary>The clock, and what may be believed of it.</summary>
    public ClockReading ReadClock() => new(Time.GetUtcNow(), IsClockSynchronised());

    /// <summary>What the system's files are below: <c>/</c>, or a tree of the same shape.</summary>
    public string SystemRoot { get; init; } = "/";

    /// <summary>The moment, by a clock that nobody sets.</summary>
    public Func<BootMoment> ReadBoot { get; init; } = static () => new BootMoment(BootClock.BootId(), BootClock.SinceBoot());

    /// <summary>Who is asked about containers; null for the device's own systemd and Podman.</summary>
    public ContainerBackends? Containers { get; init; }

    /// <summary>Told, in one sentence, what a person may want to know and nothing is to be done for.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Where the bus is on which the helper can be called.</summary>
    public string BusAddress { get; init; } = BusConnection.SystemAddress;

    /// <summary>The service manager's watchdog.</summary>
    public Heartbeat Heart { get; } = new(Service, Time);

    /// <summary>Called before a long sleep: the process makes itself small.</summary>
    public Action Rest { get; init; } = static () => { };
}
