using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>A tensor with its values, apart from any runtime.</summary>
internal sealed record GoldenTensor
{
    /// <summary>Its name in the model; empty when the file does not say.</summary>
    public required string Name { get; init; }

    public required TensorElementType Type { get; init; }

    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Row-major, little-endian elements; empty for text.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>The elements of a tensor of text.</summary>
    public string[] Strings { get; init; } = [];

    /// <summary>Where the values come from, for a person; ONNX's doc_string.</summary>
    public string Origin { get; init; } = "";

    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    public TensorSignature Signature => new() { Name = Name, Type = Datatypes.Describe(Type), Shape = Shape };

    public bool HasSameValues(GoldenTensor other) =>
        Type == other.Type && Shape.SequenceEqual(other.Shape) && Data.AsSpan().SequenceEqual(other.Data) && Strings.SequenceEqual(other.Strings);
}
