using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GitEdge.Core.Trust;

/// <summary>Writes the SSH wire format (RFC 4251, section 5).</summary>
internal sealed class SshWireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public SshWireWriter Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }

    public SshWireWriter UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public SshWireWriter String(ReadOnlySpan<byte> value) => UInt32((uint)value.Length).Raw(value);

    public SshWireWriter String(string value) => String(Encoding.UTF8.GetBytes(value));

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
