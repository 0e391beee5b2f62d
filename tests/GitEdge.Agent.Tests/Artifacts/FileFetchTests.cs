using GitEdge.Agent.Artifacts;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Artifacts;

public sealed class FileFetchTests : IDisposable
{
    private readonly FetchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task File_is_stored_under_its_digest()
    {
        var stored = await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));

        Assert.Equal(_bench.Content.Length, stored.Transferred);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(2 << 20)]
    [InlineData(40_000_000)]
    public async Task File_of_any_size_is_stored(int size)
    {
        using var bench = new FetchBench(size);

        await bench.AssertStoredAsync(bench.Publish(bench.Content));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_500_000)]
    [InlineData(2_999_999)]
    [InlineData(3_000_000)]
    public async Task Partial_file_is_continued(int already)
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, already));

        var stored = await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));

        Assert.Equal(_bench.Content.Length - already, stored.Transferred);
    }

    [Theory]
    [InlineData(1_500_000)]
    [InlineData(3_000_000)]
    [InlineData(3_000_001)]
    public async Task Partial_file_of_other_bytes_is_forgotten(int already)
    {
        _bench.LeavePartial(new byte[already]);

        await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));
    }

    [Fact]
    public async Task Partial_file_left_read_only_by_a_kill_is_finished()
    {
        _bench.LeavePartial(_bench.Content);
        File.SetUnixFileMode(_bench.Partial, BlobStore.BlobMode);

        Assert.Equal(0, (await _bench.AssertStoredAsync()).Transferred);
    }

    [Fact]
    public async Task Blob_that_is_there_is_not_fetched_again()
    {
        await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));

        Assert.Equal(0, (await _bench.AssertStoredAsync("file:///nowhere")).Transferred);
    }

    [Fact]
    public async Task Blob_that_is_damaged_is_fetched_again_and_other_names_of_it_keep_their_bytes()
    {
        await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));
        var path = _bench.Store.PathOf(_bench.Digest);
        File.SetUnixFileMode(path, UnixFileMode.UserWrite | UnixFileMode.UserRead);
        var damaged = (byte[])_bench.Content.Clone();
        damaged[^1] ^= 1;
        File.WriteAllBytes(path, damaged);

        var stored = await _bench.AssertStoredAsync(_bench.Publish(_bench.Content));

        Assert.Equal(_bench.Content.Length, stored.Transferred);
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_by_digest_and_leave_nothing()
    {
        var wrong = (byte[])_bench.Content.Clone();
        wrong[1_234_567] ^= 0x10;

        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, "wrong-digest", _bench.Publish(wrong));

        Assert.Contains(_bench.Digest.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.Partial));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Wrong_size_is_refused_before_the_first_byte(int difference)
    {
        var wrong = new byte[_bench.Content.Length + difference];

        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, "wrong-size", _bench.Publish(wrong));

        Assert.Contains($"{wrong.Length} bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_mirror_is_asked_when_the_first_does_not_serve()
    {
        var wrong = new byte[_bench.Content.Length];

        await _bench.AssertStoredAsync(
            "file:///nowhere/model", _bench.Publish(wrong, "wrong"), _bench.Publish([1], "short"), _bench.Publish(_bench.Content));
    }

    [Fact]
    public async Task Every_mirror_is_named_when_none_serves()
    {
        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, "not-found",
            "oci://registry/model", "file:///nowhere/model", _bench.Publish([1], "short"));

        Assert.Contains("(1) 'oci://registry/model'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("(2) '/nowhere/model'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("(3) ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci://registry/model")]
    [InlineData("model.onnx")]
    [InlineData("https://user:secret@host/model")]
    [InlineData("file://otherhost/model")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Address_that_cannot_be_fetched_from_is_permanent(string source)
    {
        await _bench.AssertFailedAsync(FaultKind.Permanent, "invalid-source", source);
    }

    [Fact]
    public async Task No_source_at_all_is_permanent() => await _bench.AssertFailedAsync(FaultKind.Permanent, "no-source");

    [Fact]
    public async Task Directory_is_not_a_file()
    {
        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, "not-found", new Uri(_bench.Folder).AbsoluteUri);

        Assert.Contains("directory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task File_whose_opening_hangs_is_given_up_and_the_next_mirror_asked()
    {
        // A FIFO that nobody writes to: open(2) waits for ever, as on a mount that hangs.
        using var bench = new FetchBench(limits: FetchBench.Impatient);
        var fifo = Path.Combine(bench.Folder, "fifo");
        Tool.Run("mkfifo", [fifo]);

        var fault = await bench.AssertFailedAsync(FaultKind.Transient, "stalled", new Uri(fifo).AbsoluteUri);

        Assert.Contains("file system does not answer", fault.Message, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
            Assert.IsType<FetchResult.Failed>(await bench.FetchAsync(new Uri(fifo).AbsoluteUri));
        // Whoever is left behind is let go, so that the test ends with no thread too many.
        using (File.Open(fifo, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            await bench.AssertStoredAsync(new Uri(fifo).AbsoluteUri, bench.Publish(bench.Content));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Read_that_hangs_is_given_up_and_writes_into_no_buffer_of_others()
    {
        using var bench = new FetchBench(limits: FetchBench.Impatient);
        var path = Path.Combine(bench.Folder, "fifo");
        Tool.Run("mkfifo", [path]);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        using var body = new SourceBody(new PatientStream(file, new PatientThreads()), null, new SourceName("fifo"), bench.Limits, TimeProvider.System);
        var buffer = new byte[10];

        Assert.Equal(-1, await body.ReadAsync(buffer, CancellationToken.None));
        Assert.Equal("stalled", body.Broken!.Reason);
        Tool.Run("sh", ["-c", $"echo late > '{path}'"]);
        await Task.Delay(100);
        Assert.All(buffer, one => Assert.Equal(0, one));
    }

    [Fact]
    public async Task Second_fetch_of_the_same_blob_at_the_same_time_waits_for_its_turn()
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, 10));
        using var other = File.Open(_bench.Partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await _bench.AssertFailedAsync(FaultKind.Transient, DiskFault.Busy, _bench.Publish(_bench.Content));
    }

    [Fact]
    public async Task Cancelled_fetch_keeps_what_came()
    {
        using var cancel = new CancellationTokenSource();
        var progress = new Reporter(p => { if (p.Done > 1_000_000) cancel.Cancel(); });
        var request = new ArtifactRequest(_bench.Digest, _bench.Content.Length, [_bench.Publish(_bench.Content)]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Fetcher.FetchAsync(request, progress, cancel.Token));

        Assert.Equal(1 << 20, new FileInfo(_bench.Partial).Length);
        var stored = await _bench.AssertStoredAsync(request.Sources[0]);
        Assert.Equal(_bench.Content.Length - (1 << 20), stored.Transferred);
    }

    [Fact]
    public async Task Progress_counts_up_to_the_size()
    {
        List<FetchProgress> seen = [];
        var request = new ArtifactRequest(_bench.Digest, _bench.Content.Length, [_bench.Publish(_bench.Content)]);

        await _bench.Fetcher.FetchAsync(request, new Reporter(seen.Add), CancellationToken.None);

        Assert.Equal(seen.Select(p => p.Done).Order(), seen.Select(p => p.Done));
        Assert.Equal(_bench.Content.Length, seen[^1].Done);
        Assert.All(seen, p => Assert.EndsWith("model.onnx", p.Source, StringComparison.Ordinal));
    }

    private sealed class Reporter(Action<FetchProgress> act) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => act(value);
    }
}
