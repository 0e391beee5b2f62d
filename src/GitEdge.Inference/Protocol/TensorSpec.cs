using System.Text;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Protocol;

/// <summary>An input or output as the model declares it.</summary>
internal sealed class TensorSpec
{
    /// <summary>The longest shape that is taken.</summary>
    public const int MaxRank = 32;

    private TensorSpec(string name, TensorElementType type, long[] shape)
    {
        Name = name;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Type = type;
        Datatype = Datatypes.NameOf(type)!;
        ElementSize = Datatypes.SizeOf(type);
        Shape = shape;
    }

    public string Name { get; }

    public byte[] Utf8Name { get; }

    public TensorElementType Type { get; }

    public string Datatype { get; }

    /// <summary>Bytes; 0 for BYTES.</summary>
    public int ElementSize { get; }

    /// <summary>Dimensions, -1 where any size is taken. Empty for a scalar and for a tensor of undeclared rank.</summary>
    public long[] Shape { get; }

    /// <summary>The declaration, or null when the value is no tensor or of a type the protocol does not have.</summary>
    public static TensorSpec? Of(string name, NodeMetadata metadata)
    {
        if (metadata.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR || Datatypes.NameOf(metadata.ElementDataType) is null)
            return null;
        var shape = Array.ConvertAll(metadata.Dimensions, static dimension => dimension < 0 ? -1L : dimension);
        return new TensorSpec(name, metadata.ElementDataType, shape);
    }

    /// <summary>What is wrong with a shape given for this tensor, or null.</summary>
    public string? ProblemOf(ReadOnlySpan<long> shape)
    {
        foreach (var dimension in shape)
        {
            if (dimension < 0)
                return $"shape {Write(shape)} has a negative dimension";
        }
        // As in ONNX Runtime: a declared scalar also takes a tensor of one element, and no declared rank takes any.
        var fits = Shape.Length == 0 || Shape.Length == shape.Length;
        for (var i = 0; fits && i < Shape.Length; i++)
            fits = Shape[i] == -1 || Shape[i] == shape[i];
        return fits ? null : $"expected shape {Write(Shape)}, got {Write(shape)}";
    }

    /// <summary>How many elements a shape has; null when that is more than a request can hold.</summary>
    public static int? CountOf(ReadOnlySpan<long> shape)
    {
        var empty = shape.Contains(0L);
        var count = 1L;
        foreach (var dimension in shape)
        {
            if (!empty && dimension > int.MaxValue / count)
                return null;
            count *= empty ? 1 : dimension;
        }
        return empty ? 0 : (int)count;
    }

    public static string Write(ReadOnlySpan<long> shape) => $"[{string.Join(',', shape.ToArray())}]";
}
