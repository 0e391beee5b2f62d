using GitEdge.Core.Primitives;
using GitEdge.Agent.Slots;

namespace GitEdge.Agent.Tests.Slots;

public sealed class SlotVerifierTests : IDisposable
{
    private const string Golden = "golden/vad/test_data_set_0/input_0.pb";
    private readonly TempDirectory _directory = new();
    private readonly SlotBench _bench;

    public SlotVerifierTests()
    {
        _bench = new SlotBench(_directory.Path);
        _bench.AssertStaged(Slot.A, _bench.Stock(1));
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("models/vad/1/model.onnx")]
    [InlineData(Golden)]
    [InlineData("golden/ocr.v4_x-1/test_data_set_0/input_0.pb")]
    public void Missing_file_is_named(string file)
    {
        File.Delete(InSlot(file));

        Assert.Contains($"'{InSlot(file)}' is missing.", Assert.Single(_bench.AssertDamaged(Slot.A)), StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_shortened_and_lengthened_files_are_named_together()
    {
        File.WriteAllText(InSlot(Golden), "IN 1");
        File.WriteAllText(InSlot("golden/vad/test_data_set_0/output_0.pb"), "ou");
        File.Delete(InSlot("models/vad/1/model.onnx"));
        File.WriteAllBytes(InSlot("models/vad/1/model.onnx"), new byte[100_001]);

        Assert.Equal(3, _bench.AssertDamaged(Slot.A).Count);
    }

    [Theory]
    [InlineData("models/other/1/model.onnx")]
    [InlineData("models/vad/2/model.onnx")]
    [InlineData("models/vad/1/model.onnx.tmp")]
    [InlineData("stranger")]
    public void File_that_does_not_belong_is_named(string file)
    {
        _directory.Write($"slots/a/{file}", "");

        Assert.Contains("does not belong", Assert.Single(_bench.AssertDamaged(Slot.A)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models/vad/1/model.onnx")]
    [InlineData("models")]
    [InlineData("golden/vad")]
    public void Link_in_place_of_the_right_thing_is_damage(string entry)
    {
        var aside = _directory["aside"];
        Directory.Move(InSlot(entry), aside);
        File.CreateSymbolicLink(InSlot(entry), aside);

        Assert.NotEmpty(_bench.AssertDamaged(Slot.A));
    }

    [Fact]
    public void Record_truncated_at_any_length_is_damage()
    {
        var record = InSlot(SlotLayout.Record);
        var whole = File.ReadAllBytes(record);
        File.Delete(record);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(record, whole[..length]);
            Assert.Contains(record, Assert.Single(_bench.AssertDamaged(Slot.A)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Record_with_any_bit_flipped_is_refused()
    {
        var whole = File.ReadAllBytes(InSlot(SlotLayout.Record));
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SlotRecord.Decode(damaged, out var fault));
            Assert.NotEmpty(fault);
        }
    }

    [Fact]
    public void Record_of_a_later_format_is_refused_by_name()
    {
        var later = SlotRecord.Encode(_bench.Slots.ReadGeneration(Slot.A)! with { Format = 2 });

        Assert.Null(SlotRecord.Decode(later, out var fault));
        Assert.Contains("format 2", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":1,"generation":1,"content":null,"models":null,"golden":[]}""")]
    [InlineData("""{"format":1,"generation":1,"content":"sha256:0","models":[null],"golden":[]}""")]
    [InlineData("""{"format":1,"generation":1,"content":"sha256:0000000000000000000000000000000000000000000000000000000000000000","models":[null],"golden":[]}""")]
    public void Record_that_is_other_json_is_refused(string json)
    {
        Assert.Null(SlotRecord.Decode(System.Text.Encoding.UTF8.GetBytes(json), out var fault));
        Assert.NotEmpty(fault);
    }

    private string InSlot(string relative) => _directory["slots", "a", relative];
}
