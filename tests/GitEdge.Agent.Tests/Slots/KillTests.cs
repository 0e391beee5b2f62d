using GitEdge.Core.Primitives;
using GitEdge.Agent.Slots;
using Xunit.Abstractions;

namespace GitEdge.Agent.Tests.Slots;

/// <summary>
/// An update is killed at every call that changes the disk in a way others can see: the first, the second, … until it comes to the
/// end. After every kill the device has the old or the new generation active, whole, and the next run completes the update.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("fsync", 20)]
    [InlineData("rename", 4)]
    [InlineData("link", 2)]
    [InlineData("symlink", 1)]
    [InlineData("unlink", 8)]
    [InlineData("rmdir", 8)]
    [InlineData("mkdir", 10)]
    [InlineData("ftruncate", 4)]
    [InlineData("pwrite64", 5)]
    [InlineData("fallocate", 2)]
    [InlineData("fchmod", 4)]
    public void Killed_at_every(string call, int atLeast)
    {
        var kills = 0;
        while (Update($"kill-{kills + 1}", call, kills + 1))
            kills++;

        output.WriteLine($"{call}: {kills} kills");
        Assert.InRange(kills, atLeast, 200);
    }

    /// <summary>Updates with a kill at one call; false when there was no such call any more.</summary>
    private bool Update(string name, string call, int number)
    {
        var (root, source) = (_directory[name, "data"], _directory[name, "source"]);
        KilledUpdate.Prepare(root, source);
        var bench = new SlotBench(root);

        var killed = Run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}",
            "-e", $"inject={call}:signal=SIGKILL:when={number}", .. Child(root, source)]);
        var wasKilled = killed.ExitCode != 0;

        var active = bench.Slots.Active;
        Assert.True(active is Slot.A or Slot.B, $"active is {active} after the kill at {call} {number}");
        bench.AssertWhole(active!.Value, active is Slot.A ? 2 : 3);
        bench.AssertWhole(Slot.A, 2);
        if (wasKilled)
            Assert.Equal(0, Run(Child(root, source)).ExitCode);
        Assert.Equal(Slot.B, bench.Slots.Active);
        bench.AssertWhole(Slot.B, 3);
        bench.AssertWhole(Slot.A, 2);
        Assert.Empty(Directory.GetFiles(Path.Combine(root, "blobs", "partial")));
        Assert.Equal(4, Directory.GetFiles(bench.Blobs).Length);
        Assert.Equal(["active", "blobs", "slots"], Directory.GetFileSystemEntries(root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Directory.Delete(_directory[name], recursive: true);
        return wasKilled;
    }

    private static string[] Child(string root, string source) =>
        ["dotnet", typeof(KillTests).Assembly.Location, "update", root, source];

    private static ToolResult Run(string[] command) => Tool.Try(command[0], command[1..], environment: new Dictionary<string, string>
    {
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    });
}
