using GitEdge.Device.Tests.Fleet;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>What the product is for, on a device as users have it: packages installed, units under their sandboxes.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class UpdateStoryTests(DeviceLab lab, ITestOutputHelper output)
{
    [Fact]
    public async Task Enrolled_device_serves_switches_under_load_and_goes_back()
    {
        using var directory = new TempDirectory();
        using var fleet = new DeviceFleet(directory["fleet"]);
        var models = new SpeechModels(directory["speech"]);
        using var device = await lab.InstalledAsync();
        using var told = new ToldConsole(device, output);

        var first = fleet.Release(models.Good("v5"));
        await DeviceLab.EnrollAsync(device, fleet);
        await device.UntilPhaseAsync(1, "Committed");
        await device.UntilServesAsync(first);

        var traffic = await DeviceTraffic.BeginAsync(device, SpeechModels.Request());
        var second = fleet.Release(models.Good("v6"));
        await device.UntilPhaseAsync(2, "Committed");
        fleet.Release(models.Bad());
        await device.UntilPhaseAsync(3, "Probation");
        await device.UntilPhaseAsync(3, "RollingBack");
        await device.UntilServesAsync(second);
        await device.UntilPhaseAsync(3, "Idle");
        var answers = await traffic.EndAsync();

        output.WriteLine($"{answers.Count} requests: {string.Join(", ", answers.GroupBy(answer => answer).Select(group => $"{group.Count()} of {group.Key}"))}");
        Assert.All(answers, answer => Assert.Equal("200", answer.Status));
        Assert.Contains(first, answers.Select(answer => answer.Digest));
        Assert.Equal(second, answers[^1].Digest);
        await AssertToldAsync(device, second);
        await UnitChecks.AssertLiveAsync(device);
    }

    private static async Task AssertToldAsync(Machine.VirtualDevice device, string served)
    {
        var status = await device.StatusAsync();
        Assert.Equal(2, (long)status["current"]!["release"]!["counter"]!);
        Assert.Equal(3, (long)status["accepted"]!["counter"]!);
        Assert.Equal(served, (string?)status["models"]![0]!["digest"]);
        Assert.Contains(status["conditions"]!.AsArray(), one => (string?)one!["type"] == "ReleaseDeployed" && !(bool)one["ok"]!);
        Assert.Contains("RolledBack", await device.RunAsync("gitedge history --json"), StringComparison.Ordinal);
        var journal = await device.RunAsync("journalctl --no-pager -u gitedge-agent -u gitedge-inference");
        Assert.Contains("stable/3 generation", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("Permission denied", journal, StringComparison.Ordinal);
        await device.DoctorAsync();
    }
}
