using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Linux.Systemd;

/// <summary>
/// Tells systemd how the service is doing: the datagrams of sd_notify(3) on NOTIFY_SOCKET. Without that variable, as when
/// started by hand, every call does nothing. A message that cannot be delivered is dropped: the watchdog notices silence.
/// </summary>
public sealed class ServiceNotifier : IDisposable
{
    private const int LongestStatus = 1024;

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;
    private readonly TimeProvider _time;

    private ServiceNotifier(UnixDomainSocketEndPoint? address, TimeSpan? watchdog, TimeProvider time)
    {
        _address = address;
        _time = time;
        WatchdogInterval = watchdog;
        if (address is not null)
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>Whether somebody listens.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>The time after which systemd ends a silent service (WATCHDOG_USEC); null without one. Ping at half of it.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>
    /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID through <paramref name="variable"/>
    /// (<see cref="Environment.GetEnvironmentVariable(string)"/> in the service).
    /// </summary>
    public static ServiceNotifier From(Func<string, string?> variable, TimeProvider time)
    {
        var socket = variable("NOTIFY_SOCKET");
        return new ServiceNotifier(AddressOf(socket), WatchdogOf(variable("WATCHDOG_USEC"), variable("WATCHDOG_PID")), time);
    }

    /// <summary>Start-up is over (READY=1).</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={Line(status)}");

    /// <summary>One line for <c>systemctl status</c> (STATUS=).</summary>
    public void Status(string status) => Send($"STATUS={Line(status)}");

    /// <summary>Still alive (WATCHDOG=1).</summary>
    public void Watchdog() => Send("WATCHDOG=1");

    /// <summary>Start-up, reload or stop takes up to <paramref name="time"/> more from now (EXTEND_TIMEOUT_USEC=).</summary>
    public void ExtendTimeout(TimeSpan time) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond)}"));

    /// <summary>A reload begins (RELOADING=1 with CLOCK_MONOTONIC, which Type=notify-reload requires); end it with <see cref="Ready"/>.</summary>
    public void Reloading() =>
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={MonotonicMicroseconds()}"));

    /// <summary>The service is going down (STOPPING=1).</summary>
    public void Stopping(string status) => Send($"STOPPING=1\nSTATUS={Line(status)}");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static UnixDomainSocketEndPoint? AddressOf(string? socket) => socket switch
    {
        ['@', _, ..] => new UnixDomainSocketEndPoint("\0" + socket[1..]),
        ['/', ..] => new UnixDomainSocketEndPoint(socket),
        _ => null,
    };

    private static TimeSpan? WatchdogOf(string? microseconds, string? process)
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (process is { Length: > 0 } && !string.Equals(process, own, StringComparison.Ordinal))
            return null;
        return long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond
                ? TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond)
                : null;
    }

    /// <summary>The base library's timestamp is CLOCK_MONOTONIC on Linux, which is the clock systemd compares with.</summary>
    private long MonotonicMicroseconds() =>
        (long)(_time.GetTimestamp() / (_time.TimestampFrequency / 1_000_000d));

    /// <summary>A line feed would begin another assignment, so text from outside must not carry one.</summary>
    private static string Line(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        return clean.Length <= LongestStatus ? clean : clean[..LongestStatus];
    }

    private void Send(string message)
    {
        if (_socket is null || _address is null)
            return;
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _address);
        }
        catch (SocketException)
        {
            // Nobody listens any more, or the queue is full: nothing here can mend that, and the service goes on.
        }
    }
}
