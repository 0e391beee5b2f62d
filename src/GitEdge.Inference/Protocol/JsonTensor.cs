using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Protocol;

/// <summary>Reads a tensor's data from JSON, flattened or nested as its shape.</summary>
internal static class JsonTensor
{
    private delegate bool ElementReader<T>(ref Utf8JsonReader reader, out T value);

    private delegate bool ElementSink(ref Utf8JsonReader reader, InputSlot slot, int index);

    /// <summary>Fills a prepared input. The reader stands on the value of <c>data</c> and is left at its end.</summary>
    public static ProtocolError? Read(ref Utf8JsonReader reader, InputSlot slot)
    {
        return slot.Spec.Type switch
        {
            TensorElementType.Float => Read(ref reader, slot, static (ref r, s, i) => Put<float>(ref r, s, i, TrySingle)),
            TensorElementType.Double => Read(ref reader, slot, static (ref r, s, i) => Put<double>(ref r, s, i, TryDouble)),
            TensorElementType.Float16 => Read(ref reader, slot, static (ref r, s, i) => Put<Half>(ref r, s, i, TryHalf)),
            TensorElementType.BFloat16 => Read(ref reader, slot, static (ref r, s, i) => Put<BFloat16>(ref r, s, i, TryBFloat16)),
            TensorElementType.Int8 => Read(ref reader, slot, static (ref r, s, i) => Put<sbyte>(ref r, s, i, TrySByte)),
            TensorElementType.Int16 => Read(ref reader, slot, static (ref r, s, i) => Put<short>(ref r, s, i, TryInt16)),
            TensorElementType.Int32 => Read(ref reader, slot, static (ref r, s, i) => Put<int>(ref r, s, i, TryInt32)),
            TensorElementType.Int64 => Read(ref reader, slot, static (ref r, s, i) => Put<long>(ref r, s, i, TryInt64)),
            TensorElementType.UInt8 => Read(ref reader, slot, static (ref r, s, i) => Put<byte>(ref r, s, i, TryByte)),
            TensorElementType.UInt16 => Read(ref reader, slot, static (ref r, s, i) => Put<ushort>(ref r, s, i, TryUInt16)),
            TensorElementType.UInt32 => Read(ref reader, slot, static (ref r, s, i) => Put<uint>(ref r, s, i, TryUInt32)),
            TensorElementType.UInt64 => Read(ref reader, slot, static (ref r, s, i) => Put<ulong>(ref r, s, i, TryUInt64)),
            TensorElementType.Bool => Read(ref reader, slot, PutBool),
            _ => Read(ref reader, slot, PutString),
        };
    }

    private static ProtocolError? Read(ref Utf8JsonReader reader, InputSlot slot, ElementSink sink)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return slot.Shape.Length == 0 && reader.TokenType != JsonTokenType.StartObject
                ? sink(ref reader, slot, 0) ? null : NotAnElement(ref reader, slot, 0)
                : Wrong(slot, $"'data' must be an array, got {reader.TokenType}");
        }
        var walk = new NestedArray(slot.Shape, slot.Counts);
        var index = 0;
        while (walk.Next(ref reader))
        {
            if (index < slot.Count && !sink(ref reader, slot, index))
                return NotAnElement(ref reader, slot, index);
            index++;
            reader.Read();
        }
        if (walk.Problem is not null)
            return Wrong(slot, walk.Problem);
        return index == slot.Count
            ? null
            : Wrong(slot, $"shape {TensorSpec.Write(slot.Shape)} has {slot.Count} elements, 'data' has {index}");
    }

    private static bool Put<T>(ref Utf8JsonReader reader, InputSlot slot, int index, ElementReader<T> element)
        where T : unmanaged
    {
        if (reader.TokenType != JsonTokenType.Number || !element(ref reader, out var value))
            return false;
        Unsafe.WriteUnaligned(ref slot.Bytes[index * Unsafe.SizeOf<T>()], value);
        return true;
    }

    private static bool PutBool(ref Utf8JsonReader reader, InputSlot slot, int index)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return false;
        slot.Bytes[index] = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
        return true;
    }

    private static bool PutString(ref Utf8JsonReader reader, InputSlot slot, int index)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        if (!reader.ValueIsEscaped)
        {
            slot.Value!.StringTensorSetElementAt(reader.ValueSpan, index);
            return true;
        }
        var scratch = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        var length = reader.CopyString(scratch);
        slot.Value!.StringTensorSetElementAt(scratch.AsSpan(0, length), index);
        ArrayPool<byte>.Shared.Return(scratch);
        return true;
    }

    private static bool TrySByte(ref Utf8JsonReader reader, out sbyte value) => reader.TryGetSByte(out value);

    private static bool TryInt16(ref Utf8JsonReader reader, out short value) => reader.TryGetInt16(out value);

    private static bool TryInt32(ref Utf8JsonReader reader, out int value) => reader.TryGetInt32(out value);

    private static bool TryInt64(ref Utf8JsonReader reader, out long value) => reader.TryGetInt64(out value);

    private static bool TryByte(ref Utf8JsonReader reader, out byte value) => reader.TryGetByte(out value);

    private static bool TryUInt16(ref Utf8JsonReader reader, out ushort value) => reader.TryGetUInt16(out value);

    private static bool TryUInt32(ref Utf8JsonReader reader, out uint value) => reader.TryGetUInt32(out value);

    private static bool TryUInt64(ref Utf8JsonReader reader, out ulong value) => reader.TryGetUInt64(out value);

    // A number beyond the type's range reads as infinity, which JSON can not mean.
    private static bool TrySingle(ref Utf8JsonReader reader, out float value) => reader.TryGetSingle(out value) && float.IsFinite(value);

    private static bool TryDouble(ref Utf8JsonReader reader, out double value) => reader.TryGetDouble(out value) && double.IsFinite(value);

    private static bool TryHalf(ref Utf8JsonReader reader, out Half value)
    {
        value = reader.TryGetDouble(out var number) ? (Half)number : Half.NaN;
        return Half.IsFinite(value);
    }

    private static bool TryBFloat16(ref Utf8JsonReader reader, out BFloat16 value)
    {
        value = TrySingle(ref reader, out var number) ? (BFloat16)number : BFloat16.NaN;
        return BFloat16.IsFinite(value);
    }

    private static ProtocolError NotAnElement(ref Utf8JsonReader reader, InputSlot slot, int index)
    {
        var text = reader.TokenType is JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : reader.TokenType.ToString();
        return Wrong(slot, $"element {index} is {text}, expected {slot.Spec.Datatype}");
    }

    private static ProtocolError Wrong(InputSlot slot, string problem) => ProtocolError.BadRequest($"input '{slot.Spec.Name}': {problem}");
}
