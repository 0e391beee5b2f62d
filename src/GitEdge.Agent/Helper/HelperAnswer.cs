using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Helper;

/// <summary>What came of a call.</summary>
internal sealed record HelperAnswer
{
    /// <summary>Done.</summary>
    public static readonly HelperAnswer Done = new();

    /// <summary>Why it was not done; null when it was.</summary>
    public Fault? Fault { get; init; }

    /// <summary>After a release was proven: what it means for this device, by content.</summary>
    public Sha256Digest? Content { get; init; }

    /// <summary>After a release was proven: the artifacts that are not in the helper's store yet.</summary>
    public IReadOnlyList<Sha256Digest> Missing { get; init; } = [];

    /// <summary>After staging: the slot.</summary>
    public Slot Slot { get; init; }

    /// <summary>Done, or why not.</summary>
    public static HelperAnswer Of(Fault? fault) => fault is null ? Done : Refuse(fault);

    /// <summary>Not done.</summary>
    public static HelperAnswer Refuse(Fault fault) => new() { Fault = fault };
}
