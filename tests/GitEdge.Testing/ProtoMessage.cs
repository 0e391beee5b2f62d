using System.Text;

namespace GitEdge.Testing;

/// <summary>Writes a protocol buffers message field by field (protobuf.dev/programming-guides/encoding).</summary>
public sealed class ProtoMessage
{
    private readonly List<byte> _bytes = [];

    /// <summary>The message so far.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>A whole number.</summary>
    public ProtoMessage Number(int field, long value)
    {
        Variable((ulong)field << 3);
        Variable((ulong)value);
        return this;
    }

    /// <summary>Bytes, or a message.</summary>
    public ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Variable(((ulong)field << 3) | 2);
        Variable((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>A message.</summary>
    public ProtoMessage Bytes(int field, ProtoMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Bytes(field, message.ToArray());
    }

    /// <summary>UTF-8 text.</summary>
    public ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private void Variable(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
