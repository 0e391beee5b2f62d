using System.Net.Sockets;
using System.Text;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>What the service manager hears of a loop that gets on, and of one that does not.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TempDirectory _directory = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly SetTime _time = new();
    private readonly ServiceNotifier _notifier;

    public HeartbeatTests()
    {
        _systemd.Bind(new UnixDomainSocketEndPoint(_directory["notify"]));
        _notifier = ServiceNotifier.From(name => name == "NOTIFY_SOCKET" ? _directory["notify"] : null, _time);
    }

    public void Dispose()
    {
        _notifier.Dispose();
        _systemd.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Step_within_its_limit_feeds_the_watchdog_and_one_beyond_does_not()
    {
        var heart = new Heartbeat(_notifier, _time);
        heart.Begin(s_minute);
        _time.Pass(s_minute);
        Assert.Equal(1, Fed(heart));

        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Fed(heart));

        heart.Begin(s_minute);
        Assert.Equal(1, Fed(heart));
    }

    [Fact]
    public void Step_that_gets_on_may_take_as_long_again()
    {
        var heart = new Heartbeat(_notifier, _time);
        heart.Begin(s_minute);
        for (var turn = 0; turn < 10; turn++)
        {
            _time.Pass(s_minute);
            Assert.Equal(1, Fed(heart));
            heart.GoOn();
        }
        _time.Pass(2 * s_minute);
        Assert.Equal(0, Fed(heart));
    }

    [Fact]
    public void Loop_that_never_begins_a_step_is_stuck_too()
    {
        var heart = new Heartbeat(_notifier, _time);
        Assert.Equal(1, Fed(heart));
        _time.Pass(StepLimits.Usual + TimeSpan.FromSeconds(1));
        Assert.Equal(0, Fed(heart));
    }

    private int Fed(Heartbeat heart)
    {
        heart.Feed();
        var buffer = new byte[256];
        var count = 0;
        while (_systemd.Available > 0)
        {
            Assert.Equal("WATCHDOG=1", Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer)));
            count++;
        }
        return count;
    }
}
