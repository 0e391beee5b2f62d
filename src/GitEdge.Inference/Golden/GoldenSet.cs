namespace GitEdge.Inference.Golden;

/// <summary>One recorded case: inputs, and the outputs a good model answers with.</summary>
internal sealed record GoldenSet
{
    /// <summary>The folder's name, for example <c>test_data_set_0</c>.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<GoldenTensor> Inputs { get; init; }

    /// <summary>Empty when only inputs are given.</summary>
    public IReadOnlyList<GoldenTensor> Outputs { get; init; } = [];

    /// <summary>Gives tensors without a name that of their place in the model's order.</summary>
    public GoldenSet Named(IReadOnlyList<string> inputs, IReadOnlyList<string> outputs) =>
        this with { Inputs = Named(Inputs, inputs), Outputs = Named(Outputs, outputs) };

    public bool HasSameInputs(GoldenSet other) =>
        Inputs.Count == other.Inputs.Count && Inputs.Zip(other.Inputs).All(pair => pair.First.HasSameValues(pair.Second));

    private static List<GoldenTensor> Named(IReadOnlyList<GoldenTensor> tensors, IReadOnlyList<string> names) =>
        [.. tensors.Select((tensor, i) => tensor.Name.Length > 0 ? tensor : tensor with { Name = i < names.Count ? names[i] : $"#{i}" })];
}
