using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Protocol;

/// <summary>
/// Writes a tensor's data as a flat JSON array. JSON has no NaN and no infinity: they are written as null, which no
/// client takes for a number; the binary form carries them.
/// </summary>
internal static class JsonTensorWriter
{
    /// <summary>False when BYTES hold what is no UTF-8, which only the binary form can carry.</summary>
    public static bool Write(Utf8JsonWriter json, OutputTensor output)
    {
        json.WriteStartArray();
        var written = output.Spec.Type == TensorElementType.String ? WriteStrings(json, output) : WriteNumbers(json, output);
        json.WriteEndArray();
        return written;
    }

    private static bool WriteStrings(Utf8JsonWriter json, OutputTensor output)
    {
        for (var i = 0; i < output.Count; i++)
        {
            var element = output.Value.GetStringElementAsSpan(i);
            if (!Utf8.IsValid(element))
                return false;
            json.WriteStringValue(element);
        }
        return true;
    }

    private static bool WriteNumbers(Utf8JsonWriter json, OutputTensor output)
    {
        var bytes = output.Bytes;
        switch (output.Spec.Type)
        {
            case TensorElementType.Float: WriteSingles(json, bytes); break;
            case TensorElementType.Double: WriteDoubles(json, bytes); break;
            case TensorElementType.Float16: Each<Half>(json, bytes, static (w, v) => WriteSingle(w, (float)v)); break;
            case TensorElementType.BFloat16: Each<BFloat16>(json, bytes, static (w, v) => WriteSingle(w, v.ToFloat())); break;
            case TensorElementType.Bool: Each<byte>(json, bytes, static (w, v) => w.WriteBooleanValue(v != 0)); break;
            case TensorElementType.Int8: Each<sbyte>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.Int16: Each<short>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.Int32: Each<int>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.Int64: Each<long>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.UInt8: Each<byte>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.UInt16: Each<ushort>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.UInt32: Each<uint>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            case TensorElementType.UInt64: Each<ulong>(json, bytes, static (w, v) => w.WriteNumberValue(v)); break;
            default: throw new InvalidOperationException($"{output.Spec.Type} is not a type of the protocol.");
        }
        return true;
    }

    private static void WriteSingles(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in MemoryMarshal.Cast<byte, float>(bytes))
            WriteSingle(json, value);
    }

    private static void WriteSingle(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private static void WriteDoubles(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in MemoryMarshal.Cast<byte, double>(bytes))
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }
    }

    private static void Each<T>(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, Action<Utf8JsonWriter, T> write)
        where T : struct
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(bytes))
            write(json, value);
    }
}
