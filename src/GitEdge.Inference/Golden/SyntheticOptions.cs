namespace GitEdge.Inference.Golden;

/// <summary>How inputs are made up.</summary>
internal sealed record SyntheticOptions
{
    /// <summary>The same seed makes the same inputs.</summary>
    public int Seed { get; init; }

    /// <summary>Input → shape, for axes the model leaves open; those not given are 1.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes { get; init; } = new Dictionary<string, long[]>();

    /// <summary>Input → one value for all its elements.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();
}
