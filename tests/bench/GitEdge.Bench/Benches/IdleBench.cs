using System.Diagnostics;
using GitEdge.Bench.Device;
using GitEdge.Bench.Results;

namespace GitEdge.Bench.Benches;

/// <summary>What the agent takes while nothing happens: a release runs, the remote is https, the server is up.</summary>
internal static class IdleBench
{
    private const double UsualPolls = 30;

    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var folder = new TempDirectory();
        using var world = new HttpsFleet(options, folder.Path);
        // The processor time of one poll, of many in a row; then memory and time at the real interval.
        var (fast, busy) = Observe(world, TimeSpan.FromSeconds(1), options.Time(60));
        var (usual, memory) = Observe(world, TimeSpan.FromSeconds(UsualPolls), options.Time(180));
        return
        [
            new Figure
            {
                What = "agent resident when idle", Unit = "MB", Value = Spread.Of(memory.Select(one => one.Resident)),
                Note = "before a long sleep the agent gives back pages of programs and libraries that nobody has written to (decision 9); they stay in the kernel's cache while there is room",
            }.AtMost(40, "≤ 40 MB"),
            new Figure
            {
                What = "agent resident when it gives nothing back", Unit = "MB", Value = Spread.Of(busy.Select(one => one.Resident)),
                Note = "read during polls every second, between which it does not",
            },
            new Figure { What = "of the first written to, the rest being pages of programs and libraries", Unit = "MB", Value = Spread.Of(memory.Select(one => one.Written)) },
            new Figure
            {
                What = "agent's processor at 30 s polls", Unit = "% of a core", Value = Spread.Of(usual * 100),
                Note = $"read from the kernel over {options.Time(180).TotalSeconds:0} s of polls every 30 s",
            }.AtMost(0.1, "≤ 0.1 % of a core"),
            new Figure
            {
                What = "processor time of one poll", Unit = "ms", Value = Spread.Of(fast * 1000),
                Note = $"all the agent's processor time over {options.Time(60).TotalSeconds:0} s of polls every second, a poll's share; every 30 s that is {fast / UsualPolls * 100:0.000} % of a core",
            },
        ];
    }

    /// <summary>Processor seconds a second, and memory once a second.</summary>
    private static (double Share, List<(double Resident, double Written)> Memory) Observe(HttpsFleet world, TimeSpan poll, TimeSpan time)
    {
        world.Device.Configure(world.Fleet, world.Url, poll, world.Authority);
        world.Device.StartAgent();
        world.Device.WaitForCommit(world.Fleet.Counter);
        Thread.Sleep(TimeSpan.FromSeconds(3));
        var memory = new List<(double, double)>();
        var (clock, before) = (Stopwatch.StartNew(), ProcessUse.TickedSeconds(world.Device.AgentId));
        while (clock.Elapsed < time)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            memory.Add((ProcessUse.ResidentMegabytes(world.Device.AgentId), ProcessUse.WrittenMegabytes(world.Device.AgentId)));
        }
        var share = (ProcessUse.TickedSeconds(world.Device.AgentId) - before) / clock.Elapsed.TotalSeconds;
        world.Device.StopAgent();
        return (share, memory);
    }
}
