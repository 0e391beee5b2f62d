using System.Text.Json;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Onnx;

/// <summary>The element types that ONNX Runtime and the Open Inference Protocol share, with the protocol's names.</summary>
internal static class Datatypes
{
    private static readonly (string Name, TensorElementType Type, int Size)[] All =
    [
        ("FP32", TensorElementType.Float, 4), ("INT64", TensorElementType.Int64, 8),
        ("BOOL", TensorElementType.Bool, 1), ("UINT8", TensorElementType.UInt8, 1),
        ("UINT16", TensorElementType.UInt16, 2), ("UINT32", TensorElementType.UInt32, 4),
        ("UINT64", TensorElementType.UInt64, 8), ("INT8", TensorElementType.Int8, 1),
        ("INT16", TensorElementType.Int16, 2), ("INT32", TensorElementType.Int32, 4),
        ("FP16", TensorElementType.Float16, 2), ("BF16", TensorElementType.BFloat16, 2),
        ("FP64", TensorElementType.Double, 8), ("BYTES", TensorElementType.String, 0),
    ];

    /// <summary>Whether the protocol has that type.</summary>
    public static bool IsKnown(TensorElementType type) => NameOf(type) is not null;

    /// <summary>The protocol's name; null for a type the protocol does not have.</summary>
    public static string? NameOf(TensorElementType type)
    {
        foreach (var entry in All)
        {
            if (entry.Type == type)
                return entry.Name;
        }
        return null;
    }

    /// <summary>The protocol's name; ONNX's for a type the protocol does not have.</summary>
    public static string Describe(TensorElementType type) => NameOf(type) ?? $"{type}".ToUpperInvariant();

    /// <summary>The type of that name in the protocol; null for one it does not have.</summary>
    public static TensorElementType? TypeOf(string name)
    {
        foreach (var entry in All)
        {
            if (entry.Name == name)
                return entry.Type;
        }
        return null;
    }

    /// <summary>Bytes of one element; 0 for BYTES, whose elements have lengths of their own.</summary>
    public static int SizeOf(TensorElementType type)
    {
        foreach (var entry in All)
        {
            if (entry.Type == type)
                return entry.Size;
        }
        throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of the protocol.");
    }

    /// <summary>Reads a name without making a string of it; null for an unknown one.</summary>
    public static TensorElementType? Read(ref Utf8JsonReader reader)
    {
        foreach (var entry in All)
        {
            if (reader.ValueTextEquals(entry.Name))
                return entry.Type;
        }
        return null;
    }
}
