using System.Net.Sockets;

namespace GitEdge.Inference.Tests.Serving;

/// <summary>The server as a service: sockets that outlive it, and what it tells the service manager.</summary>
[Trait("Category", "Slow")]
public sealed class ServiceTests
{
    [Fact]
    public async Task Restart_under_load_refuses_no_connection_and_loses_no_request()
    {
        using var tree = new SlotTree().Add("a", "plus", 1, TestModels.Plus(1)).Activate("a");
        using var service = new ServiceUnderManager(tree.Root);
        using var stop = new CancellationTokenSource();
        var answered = new int[4];
        var load = Enumerable.Range(0, answered.Length).Select(client => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                // A connection for every request: nothing is tried twice behind our back.
                using var http = new HttpClient { BaseAddress = service.Url, Timeout = Until.Limit };
                http.DefaultRequestHeaders.ConnectionClose = true;
                Assert.Equal(2, (float)(await http.InferAsync("plus", InferenceCalls.Floats(1)).JsonAsync())["outputs"]![0]!["data"]![0]!);
                Interlocked.Increment(ref answered[client]);
            }
        })).ToList();
        for (var restart = 0; restart < 3; restart++)
        {
            service.SaidUntil("READY=1");
            var before = answered.ToArray();
            await Until.TrueAsync(() => load.Exists(task => task.IsFaulted) || Enumerable.Range(0, answered.Length).All(client => answered[client] > before[client]), "an answer to every client");
            service.Restart();
        }
        service.SaidUntil("READY=1");
        await stop.CancelAsync();
        await Task.WhenAll(load);
    }

    [Fact]
    public async Task Ready_is_said_when_the_models_answer_and_the_watchdog_is_fed_from_then_on()
    {
        using var tree = new SlotTree().Add("a", "one", 1, TestModels.Plus(1)).Add("a", "two", 1, TestModels.Plus(2)).Activate("a");
        using var service = new ServiceUnderManager(tree.Root);

        var said = service.SaidUntil("READY=1");

        Assert.Equal(["STATUS=Loading one", "STATUS=Loading two", "STATUS=Serving 2 models"], said.Select(one => one.Split('\n')[1]));
        Assert.All(said[..^1], one => Assert.StartsWith("EXTEND_TIMEOUT_USEC=12", one, StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = service.Url };
        Assert.Equal(3, (float)(await http.InferAsync("two", InferenceCalls.Floats(1)).JsonAsync())["outputs"]![0]!["data"]![0]!);
        Assert.Equal(["WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"], [service.Said(), service.Said(), service.Said()]);
    }

    [Fact]
    public async Task Passed_admin_socket_takes_what_only_the_admin_may_and_the_public_one_does_not()
    {
        using var tree = new SlotTree().Add("a", "plus", 1, TestModels.Plus(1)).Activate("a");
        using var service = new ServiceUnderManager(tree.Root);
        using var http = new HttpClient { BaseAddress = service.Url, Timeout = Until.Limit };
        using var admin = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(service.AdminSocket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://admin/") };

        Assert.Single((await admin.PostAsync("v2/repository/index", null).JsonAsync()).AsArray());
        await http.PostAsync("v2/repository/promote", null).ErrorAsync(404);
    }

    [Fact]
    public void Stop_is_told_before_it_happens()
    {
        using var tree = new SlotTree();
        using var service = new ServiceUnderManager(tree.Root);
        service.SaidUntil("READY=1");
        service.Restart();
        Assert.Equal("STOPPING=1\nSTATUS=Finishing requests", service.SaidUntil("STOPPING=1")[^1]);
    }
}
