namespace GitEdge.Core.Manifests;

/// <summary>What a model needs of a device; checked before anything is downloaded.</summary>
public sealed record ModelRequirements
{
    /// <summary>Peak memory while loaded and running, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>ONNX Runtime execution provider, for example <c>CPUExecutionProvider</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>Version of the default ONNX operator set the model uses.</summary>
    public int? Opset { get; init; }

    /// <summary>Least ONNX Runtime version, for example <c>1.20</c>.</summary>
    public string? Runtime { get; init; }
}
