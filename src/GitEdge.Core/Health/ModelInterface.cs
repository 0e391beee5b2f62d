namespace GitEdge.Core.Health;

/// <summary>What goes into a model and what comes out, in the model's order.</summary>
public sealed record ModelInterface
{
    /// <summary>The inputs.</summary>
    public IReadOnlyList<TensorSignature> Inputs { get; init; } = [];

    /// <summary>The outputs.</summary>
    public IReadOnlyList<TensorSignature> Outputs { get; init; } = [];
}
