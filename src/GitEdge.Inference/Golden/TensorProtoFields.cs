using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>The fields of a TensorProto as they come, packed or not, before they are made sense of.</summary>
internal sealed class TensorProtoFields
{
    public const int Dims = 1;
    public const int DataType = 2;
    public const int StringData = 6;
    public const int NameField = 8;
    public const int RawData = 9;
    public const int DocString = 12;

    private const int Segment = 3;
    private const int FloatData = 4;
    private const int Int32Data = 5;
    private const int Int64Data = 7;
    private const int DoubleData = 10;
    private const int UInt64Data = 11;
    private const int ExternalData = 13;
    private const int DataLocation = 14;

    public List<long> Shape { get; } = [];

    public TensorElementType Type { get; private set; }

    public string Name { get; private set; } = "";

    public string Origin { get; private set; } = "";

    public bool Segmented { get; private set; }

    public bool External { get; private set; }

    public bool HasRaw { get; private set; }

    public byte[] Raw { get; private set; } = [];

    /// <summary>float_data and double_data, as the little-endian bytes they are on the wire.</summary>
    public List<byte> Floats { get; } = [];

    public List<byte> Doubles { get; } = [];

    /// <summary>int32_data, int64_data and uint64_data, as 64 bits.</summary>
    public List<long> Int32s { get; } = [];

    public List<long> Int64s { get; } = [];

    public List<long> UInt64s { get; } = [];

    public List<byte[]> Texts { get; } = [];

    public static TensorProtoFields Read(ReadOnlySpan<byte> message)
    {
        var fields = new TensorProtoFields();
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if (!fields.TryReadData(ref reader, field, wire) && !fields.TryReadHead(ref reader, field, wire))
                reader.Skip(wire);
        }
        return fields;
    }

    private bool TryReadHead(ref ProtoReader reader, int field, ProtoWire wire)
    {
        switch (field, wire)
        {
            case (Dims, _):
                Numbers(ref reader, wire, Shape);
                return true;
            case (DataType, ProtoWire.Varint):
                Type = (TensorElementType)(int)Math.Min(reader.ReadVarint(), int.MaxValue);
                return true;
            case (NameField, ProtoWire.Bytes):
                Name = TensorProto.Utf8(reader.ReadBytes().ToArray());
                return true;
            case (DocString, ProtoWire.Bytes):
                Origin = TensorProto.Utf8(reader.ReadBytes().ToArray());
                return true;
            case (DataLocation, ProtoWire.Varint):
                External |= reader.ReadVarint() != 0;
                return true;
            case (Segment, _):
                Segmented = true;
                return false;
            case (ExternalData, _):
                External = true;
                return false;
            default:
                return false;
        }
    }

    private bool TryReadData(ref ProtoReader reader, int field, ProtoWire wire)
    {
        switch (field)
        {
            case RawData when wire == ProtoWire.Bytes:
                (HasRaw, Raw) = (true, reader.ReadBytes().ToArray());
                return true;
            case StringData when wire == ProtoWire.Bytes:
                Texts.Add(reader.ReadBytes().ToArray());
                return true;
            case FloatData:
                Fixed(ref reader, wire, ProtoWire.Fixed32, Floats);
                return true;
            case DoubleData:
                Fixed(ref reader, wire, ProtoWire.Fixed64, Doubles);
                return true;
            case Int32Data:
                Numbers(ref reader, wire, Int32s);
                return true;
            case Int64Data:
                Numbers(ref reader, wire, Int64s);
                return true;
            case UInt64Data:
                Numbers(ref reader, wire, UInt64s);
                return true;
            default:
                return false;
        }
    }

    private static void Numbers(ref ProtoReader reader, ProtoWire wire, List<long> into)
    {
        if (wire == ProtoWire.Varint)
        {
            into.Add((long)reader.ReadVarint());
            return;
        }
        var packed = new ProtoReader(Expect(ref reader, wire, ProtoWire.Bytes));
        while (packed.Position < packed.Length)
            into.Add((long)packed.ReadVarint());
    }

    private static void Fixed(ref ProtoReader reader, ProtoWire wire, ProtoWire single, List<byte> into)
    {
        if (wire != single)
        {
            into.AddRange(Expect(ref reader, wire, ProtoWire.Bytes));
            return;
        }
        if (single == ProtoWire.Fixed32)
            into.AddRange(BitConverter.GetBytes(reader.ReadFixed32()));
        else
            into.AddRange(BitConverter.GetBytes(reader.ReadFixed64()));
    }

    private static ReadOnlySpan<byte> Expect(ref ProtoReader reader, ProtoWire wire, ProtoWire expected) =>
        wire == expected ? reader.ReadBytes() : throw new InvalidDataException($"not a TensorProto: wire type {wire} at byte {reader.Position}");
}
