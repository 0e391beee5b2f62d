using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Evidence;

/// <summary>What is written is read again, and nothing else is.</summary>
public sealed class EvidenceFormatTests
{
    private static readonly ReleaseEvidence Sample = new()
    {
        Tag = Tag("refs/tags/rollout/prod/7", "tag"),
        Cosignatures = [Tag("refs/tags/cosign/prod/7/ada", "one"), Tag("refs/tags/cosign/prod/7/ben", "two")],
        Meta = [new SignedFile("trust/2.json", TagText.Bytes("{}"), [TagText.Bytes("sig"), TagText.Bytes("")]), new SignedFile("hold.json", TagText.Bytes("{ }"), [])],
        Files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            ["fleet.yaml"] = TagText.Bytes("kind: Fleet"),
            ["golden/ä/empty"] = ReadOnlyMemory<byte>.Empty,
        },
    };

    private static FetchedTag Tag(string name, string body) => new(name, TagObject.IdOf(TagText.Bytes(body)), TagText.Bytes(body));

    [Fact]
    public void Evidence_is_read_as_it_was_written()
    {
        var read = EvidenceFormat.Read(EvidenceFormat.Write(Sample))!;

        Assert.Equal(Show(Sample), Show(read));
        Assert.Equal("hold.json", read.FindMeta("hold.json")?.Name);
        Assert.Null(read.FindMeta("fresh.json"));
    }

    [Fact]
    public void Every_cut_and_every_byte_too_many_is_refused()
    {
        var bytes = EvidenceFormat.Write(Sample);

        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(EvidenceFormat.Read(bytes.AsMemory(0, length)));
        Assert.Null(EvidenceFormat.Read(bytes.Append((byte)0).ToArray()));
    }

    [Fact]
    public void Any_changed_byte_is_refused_or_read_as_something_else()
    {
        var bytes = EvidenceFormat.Write(Sample);
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x80;
            if (EvidenceFormat.Read(changed) is { } read)
                Assert.NotEqual(Show(Sample), Show(read));
        }
    }

    [Fact]
    public void Path_that_is_there_twice_is_refused()
    {
        var twice = Sample with
        {
            Files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["aa"] = default, ["ab"] = default },
        };
        var bytes = EvidenceFormat.Write(twice);
        bytes[^5] = (byte)'a';

        Assert.NotNull(EvidenceFormat.Read(EvidenceFormat.Write(twice)));
        Assert.Null(EvidenceFormat.Read(bytes));
    }

    [Fact]
    public void More_entries_or_signatures_than_may_be_are_refused()
    {
        var files = Enumerable.Range(0, EvidenceFormat.MaxEntries + 1).ToDictionary(i => $"{i}", _ => default(ReadOnlyMemory<byte>), StringComparer.Ordinal);
        var signed = new SignedFile("hold.json", default, [.. Enumerable.Repeat(default(ReadOnlyMemory<byte>), SignedFile.MaxSignatures + 1)]);

        Assert.Null(EvidenceFormat.Read(EvidenceFormat.Write(Sample with { Files = files })));
        Assert.Null(EvidenceFormat.Read(EvidenceFormat.Write(Sample with { Meta = [signed] })));
        Assert.Null(EvidenceFormat.Read(EvidenceFormat.Write(Sample with { Meta = [new SignedFile(new string('a', EvidenceFormat.MaxName + 1), default, [])] })));
    }

    private static string Show(ReleaseEvidence evidence) => string.Join('\n',
    [
        .. evidence.Cosignatures.Prepend(evidence.Tag).Select(tag => $"{tag.RefName} {tag.TagId} {Hex(tag.TagBytes)}"),
        .. evidence.Meta.Select(file => $"{file.Name} {Hex(file.Content)} {string.Join(',', file.Signatures.Select(Hex))}"),
        .. evidence.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {Hex(file.Value)}"),
    ]);

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
