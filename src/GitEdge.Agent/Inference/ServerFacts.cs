namespace GitEdge.Agent.Inference;

/// <summary>What the server can run; what is null an older server does not say.</summary>
internal sealed record ServerFacts
{
    /// <summary>ONNX Runtime's version, for example <c>1.27.0</c>.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>Execution providers models run on.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>Highest version of the default operator set.</summary>
    public int? MaximumOpset { get; init; }
}
