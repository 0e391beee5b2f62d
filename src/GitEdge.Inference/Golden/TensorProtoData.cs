using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>Turns typed data into raw little-endian data (onnx.proto says which field holds which type).</summary>
internal static class TensorProtoData
{
    public static byte[] Of(TensorProtoFields fields)
    {
        var typed = fields.Floats.Count + fields.Doubles.Count + fields.Int32s.Count + fields.Int64s.Count + fields.UInt64s.Count;
        if (fields.HasRaw)
            return typed == 0 ? fields.Raw : throw new InvalidDataException("both raw_data and typed data");
        return fields.Type switch
        {
            TensorElementType.Float => [.. fields.Floats],
            TensorElementType.Double => [.. fields.Doubles],
            TensorElementType.Int64 => Narrow(fields.Int64s, 8, long.MinValue, long.MaxValue),
            TensorElementType.UInt64 => Narrow(fields.UInt64s, 8, long.MinValue, long.MaxValue),
            TensorElementType.UInt32 => Narrow(fields.UInt64s, 4, 0, uint.MaxValue),
            TensorElementType.Int32 => Narrow(fields.Int32s, 4, int.MinValue, int.MaxValue),
            TensorElementType.Int16 => Narrow(fields.Int32s, 2, short.MinValue, short.MaxValue),
            TensorElementType.Int8 => Narrow(fields.Int32s, 1, sbyte.MinValue, sbyte.MaxValue),
            TensorElementType.UInt8 => Narrow(fields.Int32s, 1, 0, byte.MaxValue),
            TensorElementType.Bool => Narrow(fields.Int32s, 1, 0, 1),
            // 16-bit floats lie in int32_data as their bits.
            _ => Narrow(fields.Int32s, 2, 0, ushort.MaxValue),
        };
    }

    private static byte[] Narrow(List<long> values, int size, long least, long greatest)
    {
        var bytes = new byte[values.Count * size];
        Span<byte> wide = stackalloc byte[8];
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] < least || values[i] > greatest)
                throw new InvalidDataException($"element {i} is {values[i]}, outside {least} to {greatest}");
            BinaryPrimitives.WriteInt64LittleEndian(wide, values[i]);
            wide[..size].CopyTo(bytes.AsSpan(i * size));
        }
        return bytes;
    }
}
