namespace GitEdge.Core.Health;

/// <summary>What a device has. What is null is not known and not held against a model.</summary>
public sealed record DeviceFacts
{
    /// <summary>Memory a new process may take without swapping, bytes (MemAvailable of /proc/meminfo).</summary>
    public long? FreeMemory { get; init; }

    /// <summary>Free bytes on the file system of the store, for an unprivileged user.</summary>
    public long? FreeDisk { get; init; }

    /// <summary>Execution providers the runtime offers, for example <c>CPUExecutionProvider</c>.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>ONNX Runtime's version, for example <c>1.27.0</c>.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>Highest version of the default operator set (<c>ai.onnx</c>) the runtime implements.</summary>
    public int? MaximumOpset { get; init; }
}
