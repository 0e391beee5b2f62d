using GitEdge.Agent.Artifacts;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Artifacts;

[Trait("Category", "Slow")]
public sealed class FullDiskFetchTests : IDisposable
{
    private readonly SmallDisk _disk = new(megabytes: 24);
    private readonly FetchBench _bench;

    public FullDiskFetchTests() => _bench = new FetchBench(size: 6_000_000, storeAt: _disk.Path);

    public void Dispose()
    {
        _bench.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task Disk_without_room_is_found_before_the_first_byte_and_nothing_is_left()
    {
        var source = _bench.Publish(_bench.Content);
        _disk.Fill(leaving: 6_500_000);
        var free = _disk.Free;

        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, DiskFault.Full, source);

        Assert.Contains("6000000 bytes", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.Partial));
        Assert.InRange(_disk.Free, free - 65536, free);
        _disk.Empty();
        await _bench.AssertStoredAsync(source);
    }

    [Fact]
    public async Task What_came_before_counts_as_room()
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, 5_000_000));
        _disk.Fill(leaving: 2_200_000);

        Assert.Equal(1_000_000, (await _bench.AssertStoredAsync(_bench.Publish(_bench.Content))).Transferred);
    }

    [Fact]
    public async Task Room_promised_to_an_attempt_that_was_killed_counts_as_room()
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, 1000));
        using (var file = File.OpenHandle(_bench.Partial, FileMode.Open, FileAccess.ReadWrite))
            Linux.Files.FileSpace.Reserve(file, _bench.Partial, 6_000_000);
        _disk.Fill(leaving: 2_000_000);

        await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));
    }

    [Fact]
    public async Task Disk_that_fills_up_meanwhile_does_not_stop_a_fetch_that_began()
    {
        using var server = new RawServer(async (_, _, stream, token) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 6000000", _bench.Content.AsMemory(0, 2_000_000));
            _disk.Fill();
            await stream.WriteAsync(_bench.Content.AsMemory(2_000_000), token);
        });
        using var patient = new FetchBench(6_000_000, new FetchLimits { Reserve = 0 }, _disk.Path);

        await patient.AssertStoredAsync(server.Url);
    }

    [Fact]
    public async Task Attempt_cut_while_the_disk_is_short_of_its_reserve_gives_its_room_back()
    {
        using var server = new RawServer(async (number, _, stream, _) =>
        {
            if (number > 1)
                return;
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 6000000", _bench.Content.AsMemory(0, 2_000_000));
            _disk.Fill();
        });
        using var bench = new FetchBench(6_000_000, new FetchLimits { Reserve = 5_000_000 }, _disk.Path);

        Assert.IsType<FetchResult.Failed>(await bench.FetchAsync(server.Url));

        Assert.False(File.Exists(bench.Partial));
        Assert.InRange(_disk.Free, 5_900_000, long.MaxValue);
    }

    [Fact]
    public async Task Read_only_disk_is_named_and_what_is_stored_is_still_served()
    {
        var source = _bench.Publish(_bench.Content);
        _disk.MakeReadOnly();
        await _bench.AssertFailedAsync(FaultKind.Waiting, DiskFault.ReadOnly, source);

        _disk.MakeWritable();
        await _bench.AssertStoredAsync(source);
        _disk.MakeReadOnly();
        Assert.IsType<FetchResult.Stored>(await _bench.FetchAsync(source));
    }
}
