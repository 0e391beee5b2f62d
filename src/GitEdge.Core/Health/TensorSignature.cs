namespace GitEdge.Core.Health;

/// <summary>One input or output of a model, as clients see it.</summary>
public sealed record TensorSignature
{
    /// <summary>Its name in the model.</summary>
    public required string Name { get; init; }

    /// <summary>Datatype in the words of the Open Inference Protocol, for example <c>FP32</c>, <c>INT64</c>, <c>BYTES</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Length of each axis, −1 for one that varies. Empty: a scalar, or a shape the model does not state.</summary>
    public IReadOnlyList<long> Shape { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}[{string.Join(',', Shape)}]";
}
