namespace GitEdge.Core.Primitives;

/// <summary>One of the two places a generation lies in; <c>active</c> points to one of them.</summary>
public enum Slot
{
    /// <summary>Not known: <c>active</c> points to nothing that is a slot.</summary>
    Unknown,

    /// <summary>Slot <c>a</c>.</summary>
    A,

    /// <summary>Slot <c>b</c>.</summary>
    B,
}
