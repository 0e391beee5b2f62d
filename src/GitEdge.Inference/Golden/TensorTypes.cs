using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>The element types that ONNX Runtime and the Open Inference Protocol share. ONNX numbers them alike.</summary>
internal static class TensorTypes
{
    private static readonly Dictionary<TensorElementType, (string Name, int Size)> Known = new()
    {
        [TensorElementType.Float] = ("FP32", 4),
        [TensorElementType.UInt8] = ("UINT8", 1),
        [TensorElementType.Int8] = ("INT8", 1),
        [TensorElementType.UInt16] = ("UINT16", 2),
        [TensorElementType.Int16] = ("INT16", 2),
        [TensorElementType.Int32] = ("INT32", 4),
        [TensorElementType.Int64] = ("INT64", 8),
        [TensorElementType.String] = ("BYTES", 0),
        [TensorElementType.Bool] = ("BOOL", 1),
        [TensorElementType.Float16] = ("FP16", 2),
        [TensorElementType.Double] = ("FP64", 8),
        [TensorElementType.UInt32] = ("UINT32", 4),
        [TensorElementType.UInt64] = ("UINT64", 8),
        [TensorElementType.BFloat16] = ("BF16", 2),
    };

    public static bool IsKnown(TensorElementType type) => Known.ContainsKey(type);

    /// <summary>The protocol's name; ONNX's for a type the protocol does not have.</summary>
    public static string Name(TensorElementType type) => Known.TryGetValue(type, out var known) ? known.Name : $"{type}".ToUpperInvariant();

    /// <summary>The type of that name in the protocol; null for one it does not have.</summary>
    public static TensorElementType? TypeOf(string name)
    {
        foreach (var (type, known) in Known)
        {
            if (known.Name == name)
                return type;
        }
        return null;
    }

    /// <summary>Bytes of one element; 0 for text.</summary>
    public static int Size(TensorElementType type) => Known[type].Size;
}
