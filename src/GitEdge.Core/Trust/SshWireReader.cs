using System.Buffers.Binary;

namespace GitEdge.Core.Trust;

/// <summary>Reads the SSH wire format (RFC 4251, section 5): big-endian numbers, length-prefixed strings.</summary>
internal ref struct SshWireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_rest, out value))
            return false;
        _rest = _rest[sizeof(uint)..];
        return true;
    }

    public bool TryReadString(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadUInt32(out var length) || length > (uint)_rest.Length)
            return false;
        value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    /// <summary>Reads a string that names something: printable ASCII without spaces, not empty.</summary>
    public bool TryReadName(out string name)
    {
        name = "";
        if (!TryReadString(out var bytes) || bytes.IsEmpty || bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return false;
        name = System.Text.Encoding.ASCII.GetString(bytes);
        return true;
    }
}
