using System.Net.Sockets;
using System.Text;
using GitEdge.Inference.Serving;

namespace GitEdge.Inference.Tests.Serving;

public sealed class SelfCheckTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Until.Limit.TotalMilliseconds };
    private readonly Socket _server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public SelfCheckTests()
    {
        _systemd.Bind(new UnixDomainSocketEndPoint(_directory["notify"]));
        _server.Bind(new UnixDomainSocketEndPoint(_directory["admin.sock"]));
        _server.Listen();
    }

    public void Dispose()
    {
        _server.Dispose();
        _systemd.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Server_that_does_not_answer_does_not_feed_the_watchdog()
    {
        using var manager = Manager("400000");
        using var stop = new CancellationTokenSource();
        var check = new SelfCheck(manager, _directory["admin.sock"], TimeProvider.System).RunAsync(stop.Token);
        for (var turn = 0; turn < 2; turn++)
        {
            using var asked = await _server.AcceptAsync();
            var request = new byte[1024];
            Assert.StartsWith("GET /v2/health/live HTTP/1.1", Encoding.ASCII.GetString(request, 0, await asked.ReceiveAsync(request)), StringComparison.Ordinal);
            Assert.Equal(0, _systemd.Available);

            await asked.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            Assert.Equal("WATCHDOG=1", Received());
        }
        await stop.CancelAsync();
        await check;
    }

    [Fact]
    public async Task Connection_that_is_closed_as_one_too_many_counts_as_an_answer()
    {
        using var manager = Manager("400000");
        using var stop = new CancellationTokenSource();
        var check = new SelfCheck(manager, _directory["admin.sock"], TimeProvider.System).RunAsync(stop.Token);
        (await _server.AcceptAsync()).Dispose();

        Assert.Equal("WATCHDOG=1", Received());
        await stop.CancelAsync();
        await check;
    }

    [Fact]
    public async Task Nobody_who_watches_is_not_fed()
    {
        using var manager = Manager(null);
        await new SelfCheck(manager, _directory["admin.sock"], TimeProvider.System).RunAsync(CancellationToken.None);
        Assert.Equal(0, _systemd.Available);
    }

    private ServiceManager Manager(string? watchdog) => new(name => name switch
    {
        "NOTIFY_SOCKET" => _directory["notify"],
        "WATCHDOG_USEC" => watchdog,
        _ => null,
    });

    private string Received()
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
