namespace GitEdge.Core.Health;

/// <summary>Stable codes of what a device lacks for a model.</summary>
public static class FitReason
{
    /// <summary>Stands before the code where a fault carries it: <c>does-not-fit-memory</c>.</summary>
    public static string FaultOf(string code) => $"does-not-fit-{code}";

    /// <summary>Less memory is available than the model needs.</summary>
    public const string Memory = "memory";

    /// <summary>Less disk is free than has to be downloaded.</summary>
    public const string Disk = "disk";

    /// <summary>The runtime does not offer the execution provider.</summary>
    public const string Provider = "provider";

    /// <summary>The runtime does not implement the operator set.</summary>
    public const string Opset = "opset";

    /// <summary>The runtime is older than the model needs.</summary>
    public const string Runtime = "runtime";
}
