using System.Text;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust.Evidence;

/// <summary>
/// The form in which evidence is handed over and kept. Strings of the SSH wire format (RFC 4251, section 5: 32-bit big-endian
/// length, bytes) and 32-bit counts:
/// <code>
/// "gitedge-evidence-1"
/// ref name, tag
/// count, then per co-signature: ref name, tag
/// count, then per file of gitedge-meta: path, content, count, then per signature: armour
/// count, then per file of the release: path, content
/// </code>
/// </summary>
public static class EvidenceFormat
{
    /// <summary>The most that evidence may have, bytes.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>The most entries of one kind.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>The most bytes of a name or path.</summary>
    public const int MaxName = 4096;

    private const string Magic = "gitedge-evidence-1";

    /// <summary>Evidence as bytes.</summary>
    public static byte[] Write(ReleaseEvidence evidence)
    {
        var writer = new SshWireWriter().String(Magic);
        WriteTag(writer, evidence.Tag);
        writer.UInt32((uint)evidence.Cosignatures.Count);
        foreach (var tag in evidence.Cosignatures)
            WriteTag(writer, tag);
        writer.UInt32((uint)evidence.Meta.Count);
        foreach (var file in evidence.Meta)
        {
            writer.String(file.Name).String(file.Content.Span).UInt32((uint)file.Signatures.Count);
            foreach (var signature in file.Signatures)
                writer.String(signature.Span);
        }
        writer.UInt32((uint)evidence.Files.Count);
        foreach (var (path, content) in evidence.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            writer.String(path).String(content.Span);
        return writer.ToArray();
    }

    /// <summary>Reads evidence; null when the bytes are not exactly that. What is read shares their memory.</summary>
    public static ReleaseEvidence? Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new EvidenceReader(bytes);
        if (bytes.Length > MaxBytes || reader.ReadText() != Magic || ReadTag(reader) is not { } tag)
            return null;
        if (reader.ReadMany(ReadTag) is not { } cosignatures || reader.ReadMany(ReadMeta) is not { } meta || reader.ReadMany(ReadFile) is not { } files)
            return null;
        var byPath = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        return reader.AtEnd && files.All(file => byPath.TryAdd(file.Path, file.Content))
            ? new ReleaseEvidence { Tag = tag, Cosignatures = cosignatures, Meta = meta, Files = byPath }
            : null;
    }

    private static void WriteTag(SshWireWriter writer, FetchedTag tag) => writer.String(tag.RefName).String(tag.TagBytes.Span);

    private static FetchedTag? ReadTag(EvidenceReader reader) => reader.ReadText() is { } name && reader.ReadBytes() is { Length: <= TagObject.MaxBytes } tag
        ? new FetchedTag(name, TagObject.IdOf(tag.Span), tag)
        : null;

    private static SignedFile? ReadMeta(EvidenceReader reader)
    {
        if (reader.ReadText() is not { } path || reader.ReadBytes() is not { } content || reader.ReadMany(ReadSignature) is not { Count: <= SignedFile.MaxSignatures } signatures)
            return null;
        return new SignedFile(path, content, [.. signatures.Select(signature => signature.Content)]);
    }

    private static Named? ReadSignature(EvidenceReader reader) => reader.ReadBytes() is { } armour ? new Named("", armour) : null;

    private static Named? ReadFile(EvidenceReader reader) =>
        reader.ReadText() is { } path && reader.ReadBytes() is { } content ? new Named(path, content) : null;

    private sealed record Named(string Path, ReadOnlyMemory<byte> Content);

    private sealed class EvidenceReader(ReadOnlyMemory<byte> bytes)
    {
        private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private ReadOnlyMemory<byte> _rest = bytes;

        public bool AtEnd => _rest.IsEmpty;

        public ReadOnlyMemory<byte>? ReadBytes()
        {
            if (ReadCount() is not { } length || length > (uint)_rest.Length)
                return null;
            var value = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return value;
        }

        public string? ReadText()
        {
            try
            {
                return ReadBytes() is { Length: <= MaxName } text ? Utf8.GetString(text.Span) : null;
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }

        public List<T>? ReadMany<T>(Func<EvidenceReader, T?> read)
            where T : class
        {
            if (ReadCount() is not { } count || count > MaxEntries)
                return null;
            var found = new List<T>();
            for (var i = 0; i < count; i++)
            {
                if (read(this) is not { } one)
                    return null;
                found.Add(one);
            }
            return found;
        }

        private uint? ReadCount()
        {
            if (!System.Buffers.Binary.BinaryPrimitives.TryReadUInt32BigEndian(_rest.Span, out var count))
                return null;
            _rest = _rest[sizeof(uint)..];
            return count;
        }
    }
}
