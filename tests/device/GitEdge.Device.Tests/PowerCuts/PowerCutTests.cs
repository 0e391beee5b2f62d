using System.Globalization;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>
/// The power goes at some moment of an update; afterwards one whole release is there, what was accepted is remembered, and the device
/// comes to where it had to. A dozen moments; with GITEDGE_POWER_CUTS as many as that says, in a campaign that can be stopped.
/// </summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
[Trait("Category", "PowerCut")]
public sealed class PowerCutTests(PowerCutLab lab, ITestOutputHelper output) : IClassFixture<PowerCutLab>
{
    private const int Dozen = 12;

    private static readonly PowerCutCampaign? s_campaign =
        Environment.GetEnvironmentVariable("GITEDGE_POWER_CUTS") is { } count ? new PowerCutCampaign(int.Parse(count, CultureInfo.InvariantCulture)) : null;

    public static TheoryData<int> Seeds() => [.. s_campaign?.Remaining() ?? Enumerable.Range(1, Dozen)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Device_whose_power_is_cut_in_an_update_comes_back_whole(int seed)
    {
        var cut = PowerCut.Of(seed);
        output.WriteLine(cut.ToString());

        var result = await new PowerCutRun(lab, cut).RunAsync();

        s_campaign?.Add(result);
        output.WriteLine(result.ToString());
        Assert.Null(result.Wrong);
    }
}
