namespace GitEdge.Core.Manifests;

/// <summary>Recorded inputs and outputs the candidate is tried on, on this device, before it serves.</summary>
public sealed record GoldenGate
{
    /// <summary>Folder in the fleet repository with <c>test_data_set_&lt;n&gt;</c> folders in ONNX's test-data layout.</summary>
    public required string Cases { get; init; }

    /// <summary>How far an output may be from the recorded one.</summary>
    public Tolerance Tolerance { get; init; } = new();

    /// <summary>Output → its own tolerance, instead of <see cref="Tolerance"/>; null when none has one.</summary>
    public IReadOnlyDictionary<string, Tolerance>? Outputs { get; init; }

    /// <summary>How slow it may be; null does not measure.</summary>
    public LatencyGate? Latency { get; init; }

    /// <summary>Peak memory the candidate's process may reach, in bytes; null means the device's default.</summary>
    public long? Memory { get; init; }
}
