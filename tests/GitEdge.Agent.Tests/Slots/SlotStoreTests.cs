using GitEdge.Agent.Slots;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Slots;

public sealed class SlotStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly SlotBench _bench;

    public SlotStoreTests() => _bench = new SlotBench(_directory.Path);

    private SlotStore Slots => _bench.Slots;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void New_device_has_no_active_slot_and_two_missing_ones()
    {
        Assert.Null(Slots.Active);
        Assert.Equal(Slot.A, Slots.Inactive);
        Assert.IsType<SlotStatus.Missing>(Slots.Verify(Slot.A, CancellationToken.None));
        Assert.Null(Slots.ReadGeneration(Slot.B));
    }

    [Fact]
    public void Stage_lays_the_slot_out_as_documented()
    {
        _bench.AssertStaged(Slot.A, _bench.Stock(7));

        var slot = _directory["slots", "a"];
        var files = Directory.GetFiles(slot, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(slot, f)).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "generation.json",
                "golden/ocr.v4_x-1/test_data_set_0/input_0.pb",
                "golden/vad/test_data_set_0/input_0.pb",
                "golden/vad/test_data_set_0/output_0.pb",
                "models/ocr.v4_x-1/7/model.onnx",
                "models/vad/7/model.onnx",
            ], files);
        Assert.Equal(Path.Combine(slot, "models/vad/7/model.onnx"), Slots.ModelPath(Slot.A, "vad", 7));
        _bench.AssertWhole(Slot.A, 7);
    }

    [Fact]
    public void Staged_model_is_another_name_of_the_blob()
    {
        var content = _bench.Stock(1);
        _bench.AssertStaged(Slot.A, content);

        var links = Tool.Run("stat", ["-c", "%h", Path.Combine(_bench.Blobs, content.Models[0].Digest.Hex)]);

        Assert.Equal("2", links.Trim());
    }

    [Fact]
    public void Activate_switches_back_and_forth()
    {
        _bench.Install(Slot.A, 1);
        Assert.Equal((Slot.A, Slot.B), (Slots.Active, Slots.Inactive));
        Assert.Equal("slots/a", new FileInfo(_directory["active"]).LinkTarget);

        _bench.Install(Slot.B, 2);
        Assert.Equal((Slot.B, Slot.A), (Slots.Active, Slots.Inactive));
        _bench.AssertWhole(Slot.A, 1);

        Assert.Null(Slots.Activate(Slot.A));
        Assert.Null(Slots.Activate(Slot.A));
        Assert.Equal(Slot.A, Slots.Active);
        Assert.Equal(1, Slots.ReadGeneration(Slot.A)!.Generation);
        Assert.True(File.Exists(_directory["active", "models", "vad", "1", "model.onnx"]));
    }

    [Fact]
    public void Active_slot_cannot_be_staged_or_cleared()
    {
        _bench.Install(Slot.A, 1);
        var content = _bench.Stock(2);

        Assert.Throws<InvalidOperationException>(() => _bench.Stage(Slot.A, content));
        Assert.Throws<InvalidOperationException>(() => Slots.Clear(Slot.A));
        Assert.Throws<InvalidOperationException>(() => _bench.Stage(Slot.Unknown, content));
        _bench.AssertWhole(Slot.A, 1);
    }

    [Fact]
    public void Slot_that_was_never_staged_to_the_end_cannot_be_activated()
    {
        Assert.Throws<InvalidOperationException>(() => Slots.Activate(Slot.A));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slots.Activate(Slot.Unknown));
    }

    [Theory]
    [InlineData("slots/c")]
    [InlineData("slots/b")]
    [InlineData("/etc")]
    [InlineData("slots/../slots/a")]
    public void Active_that_points_elsewhere_is_unknown_until_it_is_set_again(string target)
    {
        _bench.Install(Slot.A, 1);
        File.Delete(_directory["active"]);
        File.CreateSymbolicLink(_directory["active"], target);

        Assert.Equal((Slot.Unknown, Slot.Unknown), (Slots.Active, Slots.Inactive));
        Assert.Throws<InvalidOperationException>(() => _bench.Stage(Slot.B, _bench.Stock(2)));

        Assert.Null(Slots.Activate(Slot.A));
        Assert.Equal(Slot.A, Slots.Active);
    }

    [Fact]
    public void Active_that_is_a_file_is_unknown_until_it_is_set_again()
    {
        _bench.AssertStaged(Slot.A, _bench.Stock(1));
        File.WriteAllText(_directory["active"], "slots/a");

        Assert.Equal(Slot.Unknown, Slots.Active);
        Assert.Null(Slots.Activate(Slot.A));
        Assert.Equal(Slot.A, Slots.Active);
    }

    [Fact]
    public void Stage_of_what_is_there_already_writes_nothing()
    {
        _bench.AssertStaged(Slot.A, _bench.Stock(1));
        var before = Snapshot();

        _bench.AssertStaged(Slot.A, SlotBench.Content(1), reused: true);

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Stage_of_what_is_there_but_damaged_fills_it_again()
    {
        _bench.AssertStaged(Slot.A, _bench.Stock(1));
        File.WriteAllText(_directory["slots", "a", "golden", "vad", "test_data_set_0", "input_0.pb"], "IN 1");

        _bench.AssertStaged(Slot.A, SlotBench.Content(1));

        _bench.AssertWhole(Slot.A, 1);
    }

    [Fact]
    public void Stage_removes_whatever_was_in_the_slot_and_nothing_beyond()
    {
        var outside = _directory.Write("outside/file", "untouched");
        _bench.AssertStaged(Slot.A, _bench.Stock(1));
        _directory.Write("slots/a/.generation.json.tmp", "leftover");
        _directory.Write("slots/a/models/old/1/model.onnx", "leftover");
        Directory.CreateSymbolicLink(_directory["slots", "a", "out"], _directory["outside"]);
        File.CreateSymbolicLink(_directory["slots", "a", "golden", "out"], outside);

        _bench.AssertStaged(Slot.A, _bench.Stock(2));

        _bench.AssertWhole(Slot.A, 2);
        Assert.Equal("untouched", File.ReadAllText(outside));
    }

    [Fact]
    public void Slot_that_is_a_link_or_a_file_is_replaced_by_a_directory()
    {
        var victim = _directory.Write("outside/file", "untouched");
        Directory.CreateDirectory(_directory["slots"]);
        Directory.CreateSymbolicLink(_directory["slots", "a"], _directory["outside"]);
        File.WriteAllText(_directory["slots", "b"], "");

        _bench.AssertStaged(Slot.A, _bench.Stock(1));
        _bench.AssertStaged(Slot.B, _bench.Stock(2));

        _bench.AssertWhole(Slot.A, 1);
        _bench.AssertWhole(Slot.B, 2);
        Assert.Equal("untouched", File.ReadAllText(victim));
    }

    [Fact]
    public void Missing_blob_is_named_and_the_slot_is_not_taken_for_whole()
    {
        var fault = _bench.AssertFailed(Slot.A, SlotBench.Content(1), FaultKind.Transient, "blob-missing");

        Assert.Contains(_bench.Blobs, fault.Message, StringComparison.Ordinal);
        Assert.IsType<SlotStatus.Missing>(Slots.Verify(Slot.A, CancellationToken.None));
        _bench.AssertStaged(Slot.A, _bench.Stock(1));
    }

    [Fact]
    public void Damaged_blob_is_found_by_reading_it_back()
    {
        var content = _bench.Stock(1);
        var blob = Damage(content);

        var fault = _bench.AssertFailed(Slot.A, content, FaultKind.Transient, "blob-damaged");

        Assert.Contains(blob, fault.Message, StringComparison.Ordinal);
        Assert.IsType<SlotStatus.Missing>(Slots.Verify(Slot.A, CancellationToken.None));
    }

    [Fact]
    public void Blob_that_was_read_back_as_it_came_is_not_read_again_by_the_staging_that_follows()
    {
        var content = _bench.Stock(1);
        var blob = Damage(content);
        _bench.ReadBack.Add(blob, Bytes(content.Models[0].Digest));

        // Nobody looks at the bytes: this is how it can be told from outside.
        _bench.AssertStaged(Slot.A, content);

        _bench.AssertFailed(Slot.A, content, FaultKind.Transient, "blob-damaged");
    }

    [Fact]
    public void Blob_that_was_written_after_it_was_read_back_is_read_again()
    {
        var content = _bench.Stock(1);
        var blob = Path.Combine(_bench.Blobs, content.Models[0].Digest.Hex);
        _bench.ReadBack.Add(blob, Bytes(content.Models[0].Digest));
        var written = File.GetLastWriteTimeUtc(blob);
        Damage(content);
        File.SetLastWriteTimeUtc(blob, written.AddTicks(1));

        _bench.AssertFailed(Slot.A, content, FaultKind.Transient, "blob-damaged");
    }

    [Fact]
    public void Blob_that_was_read_back_as_something_else_is_read_again()
    {
        var content = _bench.Stock(1);
        _bench.ReadBack.Add(Damage(content), Bytes(content.Models[1].Digest));

        _bench.AssertFailed(Slot.A, content, FaultKind.Transient, "blob-damaged");
    }

    [Fact]
    public void Copy_of_a_blob_that_was_read_back_is_read_for_itself()
    {
        using var shared = new SharedMemory();
        var elsewhere = new SlotBench(shared.Path);
        var content = elsewhere.Stock(1);
        elsewhere.ReadBack.Add(Damage(content, elsewhere), Bytes(content.Models[0].Digest));
        var slots = new SlotStore(_directory.Path, d => Path.Combine(elsewhere.Blobs, d.Hex)) { ReadBack = elsewhere.ReadBack };

        var fault = Assert.IsType<StageResult.Failed>(slots.Stage(Slot.A, content, CancellationToken.None)).Fault;

        Assert.Equal("blob-damaged", fault.Reason);
    }

    [Fact]
    public void Blobs_on_another_file_system_are_copied()
    {
        using var shared = new SharedMemory();
        var elsewhere = new SlotBench(shared.Path);
        var content = elsewhere.Stock(1);
        var slots = new SlotStore(_directory.Path, d => Path.Combine(elsewhere.Blobs, d.Hex));

        Assert.IsType<StageResult.Staged>(slots.Stage(Slot.A, content, CancellationToken.None));

        _bench.AssertWhole(Slot.A, 1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            File.GetUnixFileMode(slots.ModelPath(Slot.A, "vad", 1)));
    }

    [Fact]
    public void Generation_without_models_is_a_generation()
    {
        _bench.AssertStaged(Slot.A, new SlotContent(1, default, [], []));

        _bench.AssertWhole(Slot.A, 1);
    }

    [Fact]
    public void Clear_empties_the_inactive_slot_and_can_be_repeated()
    {
        _bench.Install(Slot.A, 1);
        _bench.AssertStaged(Slot.B, _bench.Stock(2));

        Assert.Null(Slots.Clear(Slot.B));
        Assert.Null(Slots.Clear(Slot.B));

        Assert.IsType<SlotStatus.Missing>(Slots.Verify(Slot.B, CancellationToken.None));
        Assert.Empty(Directory.GetFileSystemEntries(Slots.PathOf(Slot.B)));
        _bench.AssertWhole(Slot.A, 1);
    }

    [Fact]
    public void Cancelled_staging_leaves_a_slot_that_is_not_whole()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Slots.Stage(Slot.A, _bench.Stock(1), cancel.Token));

        Assert.IsType<SlotStatus.Missing>(Slots.Verify(Slot.A, CancellationToken.None));
    }

    /// <summary>Changes one byte of the first model's blob.</summary>
    private string Damage(SlotContent content, SlotBench? at = null)
    {
        var blob = Path.Combine((at ?? _bench).Blobs, content.Models[0].Digest.Hex);
        var bytes = File.ReadAllBytes(blob);
        bytes[50_000] ^= 1;
        File.WriteAllBytes(blob, bytes);
        return blob;
    }

    private static byte[] Bytes(Sha256Digest digest) => Convert.FromHexString(digest.Hex);

    private Dictionary<string, DateTime> Snapshot() => Directory
        .GetFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories).ToDictionary(p => p, File.GetLastWriteTimeUtc);

    /// <summary>A folder on a file system that is not the temporary folder's.</summary>
    private sealed class SharedMemory : IDisposable
    {
        public string Path { get; } = Directory.CreateDirectory($"/dev/shm/gitedge-{Guid.NewGuid():N}").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
