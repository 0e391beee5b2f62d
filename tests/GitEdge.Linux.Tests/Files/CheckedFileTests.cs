using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GitEdge.Linux.Files;

namespace GitEdge.Linux.Tests.Files;

public sealed class CheckedFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CheckedFile _file;

    public CheckedFileTests() => _file = new CheckedFile(_directory["state"]);

    private string First => _directory["state.0"];

    private string Second => _directory["state.1"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_of_nothing_is_missing()
    {
        var read = _file.Read();

        Assert.Equal(CheckedStatus.Missing, read.Status);
        Assert.Null(read.Payload);
        Assert.Empty(read.Faults);
        Assert.Equal(CheckedStatus.Missing, new CheckedFile(_directory["no", "folder"]).Read().Status);
    }

    [Fact]
    public void Write_alternates_and_read_returns_the_newest()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            Assert.True(_file.Write(Encoding.ASCII.GetBytes($"content {number}")));
            AssertContent(CheckedStatus.Whole, $"content {number}");
            Assert.Equal(number, _file.Read().Sequence);
        }
        Assert.Contains("content 5", File.ReadAllText(First), StringComparison.Ordinal);
        Assert.Contains("content 4", File.ReadAllText(Second), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_of_the_same_content_writes_nothing()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        var before = Snapshot();

        Assert.False(_file.Write("two"u8));

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Write_of_the_same_content_repairs_a_damaged_generation()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        File.WriteAllText(First, "garbage");

        Assert.True(_file.Write("two"u8));

        AssertContent(CheckedStatus.Whole, "two");
    }

    [Fact]
    public void Empty_payload_is_content()
    {
        _file.Write([]);

        AssertContent(CheckedStatus.Whole, "");
    }

    [Fact]
    public void Newest_truncated_at_every_length_falls_back_to_the_one_before()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        var whole = File.ReadAllBytes(Second);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Second, whole[..length]);

            AssertContent(CheckedStatus.Recovered, "one");
            Assert.Contains(Second, Assert.Single(_file.Read().Faults), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Newest_with_any_bit_flipped_falls_back_to_the_one_before()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        var whole = File.ReadAllBytes(Second);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Second, damaged);

            AssertContent(CheckedStatus.Recovered, "one");
        }
    }

    [Theory]
    [InlineData("longer by a byte", "x")]
    [InlineData("longer by a generation", "gitedge-checked 1 9 0 \n")]
    public void Newest_with_something_appended_falls_back(string why, string tail)
    {
        Assert.NotEmpty(why);
        _file.Write("one"u8);
        _file.Write("two"u8);
        File.AppendAllText(Second, tail);

        AssertContent(CheckedStatus.Recovered, "one");
    }

    [Fact]
    public void Older_damaged_keeps_the_newest_and_says_so()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        File.WriteAllBytes(First, []);

        AssertContent(CheckedStatus.Recovered, "two");
        Assert.Contains("is empty", Assert.Single(_file.Read().Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Generation_deleted_after_the_first_write_is_noticed()
    {
        _file.Write("one"u8);
        AssertContent(CheckedStatus.Whole, "one");
        _file.Write("two"u8);
        File.Delete(First);

        AssertContent(CheckedStatus.Recovered, "two");
        Assert.Contains("missing", Assert.Single(_file.Read().Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_damaged_is_torn_names_both_and_starts_again()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        File.WriteAllBytes(First, new byte[4096]);
        File.WriteAllText(Second, "gitedge-checked 2 1 0 abc\n");

        var read = _file.Read();
        Assert.Equal(CheckedStatus.Torn, read.Status);
        Assert.Null(read.Payload);
        Assert.Equal(2, read.Faults.Count);
        Assert.Contains("format '2'", read.Faults[1], StringComparison.Ordinal);

        Assert.True(_file.Write("three"u8));
        AssertContent(CheckedStatus.Recovered, "three");
        Assert.True(_file.Write("three"u8));
        AssertContent(CheckedStatus.Whole, "three");
    }

    [Fact]
    public void One_damaged_and_the_other_missing_is_torn()
    {
        File.WriteAllText(First, "x");

        Assert.Equal(CheckedStatus.Torn, _file.Read().Status);
    }

    [Fact]
    public void Copy_of_one_generation_over_the_other_is_noticed()
    {
        _file.Write("one"u8);
        _file.Write("two"u8);
        File.Copy(First, Second, overwrite: true);

        AssertContent(CheckedStatus.Recovered, "one");
        Assert.Contains("same sequence", Assert.Single(_file.Read().Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_in_place_of_a_generation_is_a_fault_not_an_exception()
    {
        _file.Write("one"u8);
        Directory.CreateDirectory(Second);

        AssertContent(CheckedStatus.Recovered, "one");
    }

    [Fact]
    public void Huge_file_is_refused_without_reading_it()
    {
        _file.Write("one"u8);
        using (var huge = File.Create(Second))
            huge.SetLength(1L << 40);

        AssertContent(CheckedStatus.Recovered, "one");
    }

    [Fact]
    public void Payload_beyond_the_limit_is_misuse()
    {
        Assert.Throws<ArgumentException>(() => _file.Write(new byte[CheckedGeneration.LargestPayload + 1]));
    }

    [Fact]
    public void Decode_returns_what_was_encoded_and_never_throws_for_garbage()
    {
        Prop.ForAll<long, byte[]>((sequence, payload) =>
        {
            var generation = new CheckedGeneration(1 + (sequence & 0xffff_ffff), payload ?? []);
            var decoded = CheckedGeneration.Decode(generation.Encode(), out _);
            return decoded!.Sequence == generation.Sequence && decoded.Payload.Span.SequenceEqual(generation.Payload.Span)
                && CheckedGeneration.Decode(payload ?? [], out var fault) is null && fault.Length > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("gitedge-checked 1 9223372036854775807 0 ")]
    [InlineData("gitedge-checked 1 0 0 ")]
    [InlineData("gitedge-checked 1 -1 0 ")]
    [InlineData("gitedge-checked 1 99999999999999999999 0 ")]
    [InlineData("gitedge-checked 1 1 99999999999999999999 ")]
    [InlineData("gitedge-checked 1 1  0 ")]
    [InlineData("gitedge-checked 01 1 0 ")]
    public void Header_that_only_looks_right_is_refused(string header)
    {
        var bytes = Encoding.ASCII.GetBytes(header + new string('0', 64) + "\n");

        Assert.Null(CheckedGeneration.Decode(bytes, out var fault));
        Assert.NotEmpty(fault);
    }

    private Dictionary<string, DateTime> Snapshot() =>
        Directory.GetFileSystemEntries(_directory.Path).ToDictionary(p => p, File.GetLastWriteTimeUtc);

    private void AssertContent(CheckedStatus status, string content)
    {
        var read = _file.Read();
        Assert.Equal(status, read.Status);
        Assert.Equal(content, Encoding.ASCII.GetString(read.Payload!.Value.Span));
    }
}
