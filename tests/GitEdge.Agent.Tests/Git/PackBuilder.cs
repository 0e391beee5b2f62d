using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>Writes a pack object by object (gitformat-pack(5)), also one that no git would write.</summary>
internal sealed class PackBuilder
{
    private const int OffsetDelta = 6;

    private readonly List<byte> _objects = [];
    private int _count;

    /// <summary>Where the object added last begins in the pack.</summary>
    public long Last { get; private set; }

    /// <summary>The id of an object, or of one that says it has <paramref name="claimed"/> bytes.</summary>
    public static GitObjectId IdOf(GitObjectType type, byte[] content, long? claimed = null)
    {
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type.ToString().ToLowerInvariant()} {claimed ?? content.Length}\0"));
        Assert.True(GitObjectId.TryParse(Convert.ToHexStringLower(SHA1.HashData([.. header, .. content])), out var id));
        return id;
    }

    /// <summary>A delta (gitformat-pack(5), deltified representation) that copies 0x10000 bytes from the base's beginning, often.</summary>
    /// <param name="from">The base's size.</param>
    /// <param name="copies">How often.</param>
    /// <param name="claimed">The size it says it makes; what it makes if left out.</param>
    public static byte[] Delta(long from, int copies, long? claimed = null)
    {
        using var delta = new MemoryStream();
        Number(delta, from);
        Number(delta, claimed ?? copies * 0x10000L);
        for (var i = 0; i < copies; i++)
            delta.WriteByte(0x80);
        return delta.ToArray();
    }

    /// <summary>A delta that makes one byte more of what it is given, which must be less than 64 KiB.</summary>
    public static byte[] Growing(int from)
    {
        using var delta = new MemoryStream();
        Number(delta, from);
        Number(delta, from + 1);
        delta.Write([0xB0, (byte)from, (byte)(from >> 8), 1, (byte)'+']);
        return delta.ToArray();
    }

    /// <summary>Adds an object; <paramref name="claimed"/> is the size that is written, <paramref name="packed"/> what follows.</summary>
    public PackBuilder Add(GitObjectType type, byte[] content, long? claimed = null, byte[]? packed = null) =>
        Append((int)type, claimed ?? content.Length, [], packed ?? Pack(content));

    /// <summary>Adds an object that is a delta of the one that begins at <paramref name="of"/>.</summary>
    public PackBuilder AddDelta(byte[] delta, long of) => Append(OffsetDelta, delta.Length, Offset(12 + _objects.Count - of), Pack(delta));

    /// <summary>The pack; <paramref name="count"/> is the number of objects it says it has.</summary>
    public byte[] Build(uint? count = null)
    {
        var header = new byte[12];
        "PACK"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), count ?? (uint)_count);
        byte[] pack = [.. header, .. _objects];
        return [.. pack, .. SHA1.HashData(pack)];
    }

    /// <summary>As zlib packs it.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(content);
        return packed.ToArray();
    }

    private PackBuilder Append(int type, long size, byte[] offset, byte[] packed)
    {
        Last = 12 + _objects.Count;
        var first = (type << 4) | (int)(size & 15);
        for (size >>= 4; size > 0; size >>= 7)
        {
            _objects.Add((byte)(first | 0x80));
            first = (int)(size & 0x7F);
        }
        _objects.Add((byte)first);
        _objects.AddRange(offset);
        _objects.AddRange(packed);
        _count++;
        return this;
    }

    private static byte[] Offset(long distance)
    {
        var bytes = new List<byte> { (byte)(distance & 0x7F) };
        while ((distance >>= 7) > 0)
            bytes.Insert(0, (byte)(0x80 | (--distance & 0x7F)));
        return [.. bytes];
    }

    private static void Number(MemoryStream to, long value)
    {
        for (; value >= 0x80; value >>= 7)
            to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }
}
