using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using GitEdge.Linux.Systemd;

namespace GitEdge.Linux.Tests.Systemd;

public sealed partial class ServiceNotifierTests : IDisposable
{
    private const int ClockMonotonic = 1;

    private readonly TempDirectory _directory = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Until.Limit.TotalMilliseconds };

    public void Dispose()
    {
        _systemd.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_reach_a_socket_by_path_and_by_abstract_name(bool isAbstract)
    {
        using var notifier = Listen(isAbstract);

        Assert.True(notifier.IsActive);
        AssertSent("READY=1\nSTATUS=serving 1 model", () => notifier.Ready("serving 1 model"));
        AssertSent("STATUS=fetching", () => notifier.Status("fetching"));
        AssertSent("WATCHDOG=1", notifier.Watchdog);
        AssertSent("EXTEND_TIMEOUT_USEC=30000000", () => notifier.ExtendTimeout(TimeSpan.FromSeconds(30)));
        AssertSent("STOPPING=1\nSTATUS=draining", () => notifier.Stopping("draining"));
    }

    [Fact]
    public void Reloading_carries_the_monotonic_clock()
    {
        using var notifier = Listen();
        var before = Monotonic();

        notifier.Reloading();

        var lines = Receive().Split('\n');
        Assert.Equal("RELOADING=1", lines[0]);
        var sent = long.Parse(lines[1]["MONOTONIC_USEC=".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(sent, before, Monotonic());
    }

    [Fact]
    public void Status_with_line_feeds_cannot_set_another_variable()
    {
        using var notifier = Listen();

        AssertSent("STATUS=a STOPPING=1", () => notifier.Status("a\nSTOPPING=1"));
    }

    [Fact]
    public void Long_status_is_cut()
    {
        using var notifier = Listen();

        notifier.Status(new string('x', 100_000));

        Assert.Equal("STATUS=".Length + 1024, Receive().Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    public void Without_a_socket_nothing_happens(string? socket)
    {
        using var notifier = ServiceNotifier.From(name => name == "NOTIFY_SOCKET" ? socket : null, TimeProvider.System);

        Assert.False(notifier.IsActive);
        notifier.Ready("x");
        notifier.Watchdog();
    }

    [Fact]
    public void Listener_that_is_gone_does_not_disturb_the_service()
    {
        using var notifier = ServiceNotifier.From(name => name == "NOTIFY_SOCKET" ? _directory["none"] : null, TimeProvider.System);

        notifier.Ready("x");
    }

    [Fact]
    public void Listener_that_does_not_read_does_not_block_the_service()
    {
        using var notifier = Listen();

        for (var i = 0; i < 10_000; i++)
            notifier.Watchdog();
    }

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "own", 30)]
    [InlineData("30000000", "1", null)]
    [InlineData("0", null, null)]
    [InlineData("-5", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("9223372036854775807", null, null)]
    [InlineData(null, null, null)]
    public void Watchdog_interval_is_read_from_the_environment(string? microseconds, string? process, int? seconds)
    {
        var pid = process == "own" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : process;

        using var notifier = ServiceNotifier.From(name => name switch
        {
            "WATCHDOG_USEC" => microseconds,
            "WATCHDOG_PID" => pid,
            _ => null,
        }, TimeProvider.System);

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, notifier.WatchdogInterval);
    }

    /// <summary>CLOCK_MONOTONIC in microseconds, as the kernel tells it.</summary>
    private static long Monotonic()
    {
        Assert.Equal(0, clock_gettime(ClockMonotonic, out var time));
        return (time.Seconds * 1_000_000) + (time.Nanoseconds / 1000);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);

    private ServiceNotifier Listen(bool isAbstract = false)
    {
        var name = isAbstract ? $"@gitedge-{Guid.NewGuid():N}" : _directory["notify"];
        _systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name[1..] : name));
        return ServiceNotifier.From(variable => variable == "NOTIFY_SOCKET" ? name : null, TimeProvider.System);
    }

    private void AssertSent(string message, Action act)
    {
        act();
        Assert.Equal(message, Receive());
    }

    private string Receive()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
