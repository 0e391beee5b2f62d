using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Containers;

public sealed class ImageRoomTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ContainerDevice _device;

    public ImageRoomTests() => _device = new ContainerDevice(_directory.Path).Make();

    public void Dispose() => _directory.Dispose();

    private int[] Kept => [.. Enumerable.Range(1, 9).Where(number => _device.Images.Contains(ContainerDevice.Image(number)))];

    private async Task InstallAsync(int count)
    {
        for (var number = 1; number <= count; number++)
            Assert.Null(await _device.InstallAsync(number % 2 == 1 ? Slot.A : Slot.B, number, ("web", number)));
    }

    [Fact]
    public async Task Images_stay_as_long_as_there_is_room()
    {
        await InstallAsync(4);

        Assert.Null(await _device.Set.PruneAsync(CancellationToken.None));

        Assert.Equal([1, 2, 3, 4], Kept);
    }

    [Fact]
    public async Task Little_room_takes_the_oldest_until_there_is_enough()
    {
        await InstallAsync(5);
        _device.Room = ((1L << 30) / 6 + (3L << 20) + 1, 1 << 20);

        Assert.Null(await _device.Set.PruneAsync(CancellationToken.None));

        Assert.Equal([3, 4, 5], Kept);
        Assert.Equal([3, 4, 5], _device.List.Read().Select(image => Convert.ToInt32(image[^2..], 16)));
    }

    [Fact]
    public async Task What_runs_what_may_be_gone_back_to_and_what_is_the_owner_s_is_never_removed()
    {
        await InstallAsync(4);
        _device.Images.Add(ContainerDevice.Image(9));
        _device.Room = (0, 1 << 20);

        var fault = await _device.Set.PruneAsync(CancellationToken.None);

        Assert.Equal((FaultKind.Waiting, ContainerReason.NoRoom), (fault!.Kind, fault.Reason));
        Assert.Equal([3, 4, 9], Kept);
    }

    [Fact]
    public async Task Without_room_nothing_is_pulled_and_what_runs_goes_on()
    {
        await InstallAsync(2);
        _device.Room = (64 << 20, 1 << 20);

        var fault = await _device.InstallAsync(Slot.A, 3, ("web", 3));

        Assert.Equal(ContainerReason.NoRoom, fault!.Reason);
        Assert.Equal([2], Kept);
        Assert.Equal($"web={ContainerDevice.Image(2)}", _device.Running);
    }
}
