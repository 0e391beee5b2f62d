using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Core.Tests.Deployments;

namespace GitEdge.Core.Tests.Status;

public sealed class GenerationStatusTests
{
    private static readonly Generation Seventh = new()
    {
        Number = 7,
        Slot = Slot.B,
        Release = Sample.Release(3),
        Desired = Sample.Desired("vad") with { Health = new() { Soak = TimeSpan.FromMinutes(9) } },
    };

    [Fact]
    public void Generation_is_shown_by_number_release_and_content()
    {
        var shown = GenerationStatus.Of(Seventh)!;

        Assert.Equal((7, Slot.B, Sample.Release(3)), (shown.Number, shown.Slot, shown.Release));
        Assert.Equal((Seventh.Content, TimeSpan.FromMinutes(9)), (shown.Content, shown.Soak));
        Assert.Equal($"7-{Seventh.Content.Hex[..8]}", shown.Transaction);
    }

    [Fact]
    public void No_generation_is_shown_as_none() => Assert.Null(GenerationStatus.Of(null));

    [Fact]
    public void Status_on_disk_names_no_download_address()
    {
        var status = new DeviceStatus
        {
            Device = "cam-1",
            Channel = "stable",
            Agent = "0.1.0",
            At = DateTimeOffset.UnixEpoch,
            Target = GenerationStatus.Of(Seventh),
        };

        var json = JsonSerializer.Serialize(status, StatusJson.Default.DeviceStatus);

        Assert.DoesNotContain("file:", json, StringComparison.Ordinal);
        Assert.Equal(status.Target, JsonSerializer.Deserialize(json, StatusJson.Default.DeviceStatus)!.Target);
    }

    [Theory]
    [InlineData(0, "stable/7")]
    [InlineData(1, "stable/7")]
    [InlineData(2, "stable/2.7")]
    public void Release_is_named_with_its_epoch_once_there_is_more_than_the_first(long epoch, string name) =>
        Assert.Equal(name, new ReleaseName("stable", epoch, 7, default).ToString());
}
