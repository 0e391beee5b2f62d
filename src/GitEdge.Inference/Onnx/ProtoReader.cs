using System.Buffers.Binary;

namespace GitEdge.Inference.Onnx;

/// <summary>
/// Reads the protocol buffers wire format (protobuf.dev/programming-guides/encoding) strictly: no groups, no field 0,
/// no varint beyond 64 bits, nothing past the end. Throws <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Bytes in all.</summary>
    public readonly int Length { get; } = message.Length;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => Length - _rest.Length;

    /// <summary>Reads the next field's tag; false at the end.</summary>
    public bool ReadTag(out int field, out ProtoWire wire)
    {
        (field, wire) = (0, ProtoWire.Varint);
        if (_rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        wire = (ProtoWire)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFF_FFFF)
            throw Bad($"field number {tag >> 3}");
        if (wire is not (ProtoWire.Varint or ProtoWire.Fixed64 or ProtoWire.Bytes or ProtoWire.Fixed32))
            throw Bad($"wire type {(int)wire}");
        field = (int)(tag >> 3);
        return true;
    }

    /// <summary>A base-128 number of at most ten bytes.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw Bad("a number of more than 64 bits");
    }

    /// <summary>Length-delimited bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Bad($"{length} bytes announced, {_rest.Length} left");
    }

    /// <summary>Four bytes, little-endian.</summary>
    public uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Eight bytes, little-endian.</summary>
    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Passes over a field's value.</summary>
    public void Skip(ProtoWire wire)
    {
        _ = wire switch
        {
            ProtoWire.Varint => ReadVarint(),
            ProtoWire.Fixed64 => ReadFixed64(),
            ProtoWire.Fixed32 => ReadFixed32(),
            _ => (ulong)ReadBytes().Length,
        };
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw Bad("the end comes too early");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly InvalidDataException Bad(string what) => new($"not a protobuf message: {what} at byte {Position}");
}
