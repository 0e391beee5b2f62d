using System.Diagnostics;
using GitEdge.Bench.Device;
using GitEdge.Bench.Results;

namespace GitEdge.Bench.Benches;

/// <summary>A poll that finds nothing new, beside git's own, in turns.</summary>
internal static class PollBench
{
    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var folder = new TempDirectory();
        using var world = new HttpsFleet(options, folder.Path);
        var clone = folder["clone.git"];
        Git(world, ["init", "-q", "--bare", clone]);
        string[] fetch = ["-C", clone, "fetch", "--dry-run", world.Url, "+refs/tags/rollout/*:refs/tags/rollout/*"];
        Git(world, [.. fetch.Where(argument => argument != "--dry-run")]);
        world.Device.Configure(world.Fleet, world.Url, TimeSpan.FromMinutes(10), world.Authority);
        world.Device.StartAgent();
        world.Device.WaitForIdle(status => status.NextPoll is not null);
        var (agent, git, process) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds(100); round++)
        {
            agent.Add(Poll(world.Device));
            git.Add(Time(() => Git(world, fetch)));
        }
        world.Device.StopAgent();
        for (var round = 0; round < options.Rounds(30); round++)
            process.Add(Time(() => world.Device.RunOnce()));
        const string Peer = "git fetch --dry-run";
        return
        [
            new Figure
            {
                What = "poll with nothing new, https", Unit = "ms", Value = Spread.Of(agent), Peer = Peer, Against = Spread.Of(git),
                Note = "the running agent, from SIGHUP until it says when it polls next: it looks at slots, store and server too, and writes its status; git is a process from start to end",
            }.RatioAtMost(1, "≤ 1×"),
            new Figure
            {
                What = "the same as a process, gitedge agent --once", Unit = "ms", Value = Spread.Of(process), Peer = Peer, Against = Spread.Of(git),
            },
        ];
    }

    private static double Poll(BenchDevice device)
    {
        var before = NextPoll(device);
        return Time(() =>
        {
            ProcessSignal.PollNow(device.AgentId);
            while (NextPoll(device) == before)
                Thread.Sleep(TimeSpan.FromMicroseconds(200));
        });
    }

    private static string NextPoll(BenchDevice device)
    {
        var text = File.ReadAllText(device.StatusFile);
        var at = text.IndexOf("\"nextPoll\":\"", StringComparison.Ordinal);
        return at < 0 ? "" : text.Substring(at, 40);
    }

    private static void Git(HttpsFleet world, string[] arguments) => Tool.Run("git", arguments, environment: new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        ["GIT_SSL_CAINFO"] = world.Authority,
    });

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }
}
