namespace GitEdge.Inference.Golden;

/// <summary>What <c>golden record</c> is asked to do.</summary>
internal sealed record RecordOptions
{
    /// <summary>The ONNX file.</summary>
    public required string Model { get; init; }

    /// <summary>Where the cases go; must have none yet.</summary>
    public required string Out { get; init; }

    /// <summary>Folder with inputs: test data sets, or .npy files named after the inputs, or folders of them.</summary>
    public string? Inputs { get; init; }

    /// <summary>The outputs to record; empty means all. A hidden state, say, is better left out: no client reads it.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>How many cases to make up.</summary>
    public int Random { get; init; }

    /// <summary>How to make them up.</summary>
    public SyntheticOptions Synthetic { get; init; } = new();
}
