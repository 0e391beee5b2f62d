using System.Text;
using GitEdge.Agent.Slots;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tests.Slots;

/// <summary>A data directory with blobs and slots, and generations that are easy to make.</summary>
internal sealed class SlotBench
{
    public SlotBench(string root)
    {
        Root = root;
        Slots = new SlotStore(root, digest => Path.Combine(Blobs, digest.Hex)) { ReadBack = ReadBack };
        Directory.CreateDirectory(Blobs);
    }

    public string Root { get; }

    public SlotStore Slots { get; }

    /// <summary>What the store says was read back; nothing at first.</summary>
    public ReadBackFiles ReadBack { get; } = new();

    public string Blobs => Path.Combine(Root, "blobs", "sha256");

    /// <summary>Generation <paramref name="number"/>: two models, the second the same in every generation, and three golden files.</summary>
    public static SlotContent Content(long number, int size = 100_000)
    {
        var (vad, ocr) = (ModelBytes($"vad {number}", size), ModelBytes("ocr", size / 2));
        return new SlotContent(number, Sha256Digest.Of(Encoding.ASCII.GetBytes($"content {number}")),
            [new SlotModel("vad", Sha256Digest.Of(vad), vad.Length), new SlotModel("ocr.v4_x-1", Sha256Digest.Of(ocr), ocr.Length)],
            [
                new GoldenFile("vad", "test_data_set_0/input_0.pb", Encoding.ASCII.GetBytes($"in {number}")),
                new GoldenFile("vad", "test_data_set_0/output_0.pb", Encoding.ASCII.GetBytes($"out {number}")),
                new GoldenFile("ocr.v4_x-1", "test_data_set_0/input_0.pb", Array.Empty<byte>()),
            ]);
    }

    /// <summary>Puts the models of a generation into the blob store.</summary>
    public SlotContent Stock(long number, int size = 100_000)
    {
        var content = Content(number, size);
        foreach (var bytes in new[] { ModelBytes($"vad {number}", size), ModelBytes("ocr", size / 2) })
        {
            var path = Path.Combine(Blobs, Sha256Digest.Of(bytes).Hex);
            if (!File.Exists(path))
                File.WriteAllBytes(path, bytes);
        }
        return content;
    }

    public StageResult Stage(Slot slot, SlotContent content) => Slots.Stage(slot, content, CancellationToken.None);

    public void AssertStaged(Slot slot, SlotContent content, bool reused = false) =>
        Assert.Equal(reused, Assert.IsType<StageResult.Staged>(Stage(slot, content)).Reused);

    public Fault AssertFailed(Slot slot, SlotContent content, FaultKind kind, string reason)
    {
        var fault = Assert.IsType<StageResult.Failed>(Stage(slot, content)).Fault;
        Assert.Equal((kind, reason), (fault.Kind, fault.Reason));
        return fault;
    }

    public void AssertWhole(Slot slot, long generation) =>
        Assert.Equal(generation, Assert.IsType<SlotStatus.Whole>(Slots.Verify(slot, CancellationToken.None)).Generation.Generation);

    public IReadOnlyList<string> AssertDamaged(Slot slot) =>
        Assert.IsType<SlotStatus.Damaged>(Slots.Verify(slot, CancellationToken.None)).Faults;

    /// <summary>Stages and activates.</summary>
    public void Install(Slot slot, long generation)
    {
        AssertStaged(slot, Stock(generation));
        Assert.Null(Slots.Activate(slot));
    }

    private static byte[] ModelBytes(string seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed.Sum(c => c) + seed.Length * 1000).NextBytes(bytes);
        return bytes;
    }
}
