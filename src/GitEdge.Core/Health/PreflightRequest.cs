using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Health;

/// <summary>
/// What <c>gitedge-inference preflight --request FILE</c> is asked to try. Source-generated JSON does not keep the
/// defaults of init properties, so what has no natural null or zero is required.
/// </summary>
public sealed record PreflightRequest
{
    /// <summary>The model's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the candidate's ONNX file.</summary>
    public required string Candidate { get; init; }

    /// <summary>What its bytes must be.</summary>
    public required Sha256Digest Digest { get; init; }

    /// <summary>Its exact length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Absolute path of the model that serves now; null when nothing does.</summary>
    public string? Running { get; init; }

    /// <summary>Absolute path of the folder with <c>test_data_set_&lt;n&gt;</c> folders; null when the manifest has no gate.</summary>
    public string? Golden { get; init; }

    /// <summary>How far an output may be from the recorded one.</summary>
    public required Tolerance Tolerance { get; init; }

    /// <summary>Output → its own tolerance, instead of <see cref="Tolerance"/>; null when none has one.</summary>
    public IReadOnlyDictionary<string, Tolerance>? Outputs { get; init; }

    /// <summary>How slow it may be; null measures, but asks nothing.</summary>
    public LatencyGate? Latency { get; init; }

    /// <summary>
    /// Peak resident memory the process may reach with the candidate alone, in bytes, the runtime's own share
    /// included; null sets no bound. While both models are measured side by side twice as much is allowed.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Resident memory the process may reach at any time, in bytes, the runtime's own share included: what the device has
    /// to give now, less a margin; null when that is not known.
    /// </summary>
    public long? DeviceMemory { get; init; }

    /// <summary>Seconds after which the whole trial is ended; above 0.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>What the manifest says the model needs; null asks nothing.</summary>
    public ModelRequirements? Requires { get; init; }

    /// <summary>True: the candidate may have other inputs and outputs than the running model.</summary>
    public bool AllowInterfaceChange { get; init; }
}
