using System.Globalization;
using GitEdge.Agent.Tests.Agent;
using Xunit.Abstractions;

namespace GitEdge.Agent.Tests.Kill;

/// <summary>
/// The whole agent is killed at the calls with which it changes the disk, in a whole update. After every kill the device
/// has the old or the new release active, whole, and answers with it; the agent that is started again finishes by itself.
/// A sample in the usual tests; every point with GITEDGE_KILL_MATRIX=all.
/// </summary>
[Trait("Category", "Slow")]
[Trait("Category", "Kill")]
[Collection(AgentCollection.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Sampled = 12;

    private static bool IsWhole => Environment.GetEnvironmentVariable("GITEDGE_KILL_MATRIX") == "all";

    [Theory]
    [InlineData(KillScenario.GoodUpdate, 60)]
    [InlineData(KillScenario.BadUpdate, 40)]
    [InlineData(KillScenario.Rollback, 60)]
    [InlineData(KillScenario.FullDisk, 10)]
    [InlineData(KillScenario.ReadOnlyDisk, 5)]
    public async Task Killed_anywhere_the_device_ends_whole_and_serving(KillScenario scenario, int atLeast)
    {
        using var rig = await KillRig.PrepareAsync(scenario);
        var points = await rig.RecordAsync();
        Assert.True(points.Count >= atLeast, string.Create(CultureInfo.InvariantCulture, $"{points.Count} points"));
        var kills = 0;
        if (IsWhole)
        {
            foreach (var call in KillPoint.Calls)
            {
                for (var number = 1; await rig.KillAsync(new KillPoint(call, number)); number++)
                    kills++;
            }
        }
        else
        {
            foreach (var point in KillPoint.Spread(points, Sampled))
                kills += await rig.KillAsync(point) ? 1 : 0;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{scenario}: {points.Count} kill points ({string.Join(", ", points.GroupBy(point => point.Call).Select(group => $"{group.Key} {group.Count()}"))}), killed at {kills}"));
        Assert.True(kills >= Math.Min(points.Count, Sampled) / 2, string.Create(CultureInfo.InvariantCulture, $"{kills} kills"));
    }
}
