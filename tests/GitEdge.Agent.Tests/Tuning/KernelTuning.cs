using System.Net;
using System.Net.Sockets;
using GitEdge.Agent.Tuning;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Clock;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>One call to a tuning of the real kernel, from inside a network namespace of its own; says what became of it on one line.</summary>
internal static class KernelTuning
{
    private static readonly string[] Numbers =
    [
        "net.core.somaxconn", "net.core.rmem_max", "net.ipv4.ip_default_ttl", "net.ipv4.neigh.lo.retrans_time_ms", "net.ipv4.tcp_rmem",
        "net.ipv6.conf.lo.disable_ipv6", "net.ipv4.nothing",
    ];

    public static async Task<int> RunAsync(string root, string state, string act, string[] rest)
    {
        using var store = new TuningStore(root, state, new TuningBackends(), () => new BootMoment(BootClock.BootId(), BootClock.SinceBoot()));
        var policy = new TuningPolicy { Sysctl = Numbers.ToDictionary(key => key, key => new ValueRule { Least = 0, Greatest = 1 << 30, Step = rest.Contains("rounded") ? 4 : 1 }) };
        switch (act)
        {
            case "apply":
                Say(act, await store.ApplyAsync(1, Spec(rest.Where(word => word.Contains('=', StringComparison.Ordinal))), policy, CancellationToken.None));
                break;
            case "commit":
                Say(act, await store.CommitAsync(1, CancellationToken.None));
                break;
            case "recover":
                Say(act, await store.RecoverAsync(CancellationToken.None));
                break;
            case "watch":
                await WatchAsync(store);
                break;
            default:
                Console.WriteLine(await ReachesAsync() ? "reached" : "cut off");
                break;
        }
        return 0;
    }

    private static TuningSpec Spec(IEnumerable<string> words) => new()
    {
        Sysctl = words.ToDictionary(word => word.Split('=')[0], word => word.Split('=')[1]),
        ConfirmWithin = TimeSpan.FromSeconds(5),
    };

    private static async Task WatchAsync(TuningStore store)
    {
        using var end = new CancellationTokenSource();
        try
        {
            await new ConfirmWatch(store, TimeProvider.System).RunAsync(result =>
            {
                if (result.Record.Pending is null)
                    end.Cancel();
            }, end.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("watched");
        }
    }

    private static async Task<bool> ReachesAsync()
    {
        try
        {
            using var server = new TcpListener(IPAddress.IPv6Loopback, 0);
            server.Start();
            using var client = new TcpClient(AddressFamily.InterNetworkV6);
            await client.ConnectAsync((IPEndPoint)server.LocalEndpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Say(string act, TuningResult result) => Console.WriteLine(
        $"{act}: {(result.IsDone ? "done" : string.Join(' ', result.Faults.Select(fault => fault.Reason)))}, {result.Record.Pending?.Phase.ToString() ?? "nothing under way"}");
}
