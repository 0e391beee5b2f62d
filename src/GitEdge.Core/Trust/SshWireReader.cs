using System.Buffers.Binary;

namespace GitEdge.Core.Trust;

/// <summary>Reads the SSH wire format (RFC 4251, section 5): big-endian numbers, length-prefixed strings.</summary>
internal ref struct SshWireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryReadByte(out byte value)
    {
        value = _rest.IsEmpty ? (byte)0 : _rest[0];
        if (_rest.IsEmpty)
            return false;
        _rest = _rest[1..];
        return true;
    }

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

    /// <summary>
    /// Reads an mpint that is greater than zero, big-endian without its sign. Only the shortest form is one: a zero byte
    /// stands before the number exactly when its highest bit is set.
    /// </summary>
    public bool TryReadPositive(out ReadOnlySpan<byte> magnitude)
    {
        magnitude = default;
        if (!TryReadString(out var bytes) || bytes.IsEmpty || bytes[0] >= 0x80)
            return false;
        if (bytes[0] == 0 && (bytes.Length == 1 || bytes[1] < 0x80))
            return false;
        magnitude = bytes[0] == 0 ? bytes[1..] : bytes;
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
