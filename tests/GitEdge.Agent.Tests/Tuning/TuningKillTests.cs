using System.Globalization;
using GitEdge.Core.Tuning;
using Xunit.Abstractions;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>
/// A tuning is killed at every call that changes the disk or the kernel: the first, the second, … until it comes to its end. The
/// process that is started next, in the same boot or another, ends in all of the old tuning or all of the new one.
/// </summary>
[Trait("Category", "Slow")]
[Trait("Category", "Kill")]
public sealed class TuningKillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("write", 5)]
    [InlineData("fsync", 15)]
    [InlineData("rename", 8)]
    [InlineData("unlink", 4)]
    [InlineData("fchmod", 8)]
    public async Task Killed_at_every(string call, int atLeast)
    {
        using var directory = new TempDirectory();
        await PrepareAsync(directory["before"]);
        Tool.Run("cp", ["-a", directory["before"], directory["done"]]);
        Assert.Equal(0, await KilledTuning.RunAsync(directory["done"]));
        var (old, young) = (State(directory["before"]), State(directory["done"]));
        Assert.NotEqual(old, young);

        var (kills, news) = (0, 0);
        for (var number = 1; ; number++)
        {
            Tool.Run("cp", ["-a", directory["before"], directory["device"]]);
            var killed = Run(directory["device"], call, number);
            var end = await RecoverAsync(directory["device"], reboots: number % 2 == 0);
            Assert.True(end == old || end == young, $"killed at {call} {number}:\n{end}\ninstead of\n{old}\nor\n{young}");
            Directory.Delete(directory["device"], recursive: true);
            if (!killed)
                break;
            kills++;
            news += end == young ? 1 : 0;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{call}: {kills} kills, {news} of them ended in the new tuning"));
        Assert.InRange(kills, atLeast, 300);
    }

    private static async Task PrepareAsync(string path)
    {
        using var store = new TuningTree(path).Make().Open();
        Assert.Empty((await store.ApplyAsync(1, TuningTree.Spec(1), StandardPolicy.Policy, CancellationToken.None)).Faults);
        Assert.Empty((await store.CommitAsync(1, CancellationToken.None)).Faults);
    }

    private static async Task<string> RecoverAsync(string path, bool reboots)
    {
        var tree = new TuningTree(path);
        if (reboots)
            tree.Reboot();
        using var store = tree.Open();
        var result = await store.RecoverAsync(CancellationToken.None);
        // Confirmed or written as a whole, and nobody goes on: what its agent would do.
        if (result.Record.Pending is not null)
            result = await store.RevertAsync("restarted", CancellationToken.None);
        Assert.Empty(result.Faults);
        return State(path);
    }

    private static string State(string path)
    {
        var tree = new TuningTree(path);
        return string.Join('\n', tree.Knobs().Concat(tree.DropIns()).Select(one => $"{one.Key}: {one.Value}"));
    }

    private static bool Run(string path, string call, int number)
    {
        string[] line =
        [
            "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", string.Create(CultureInfo.InvariantCulture, $"inject={call}:signal=SIGKILL:when={number}"),
            "dotnet", typeof(TuningKillTests).Assembly.Location, "tuning-update", path,
        ];
        return Tool.Try("strace", line, environment: new Dictionary<string, string>
        {
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_TieredPGO"] = "0",
        }).ExitCode > 1;
    }
}
