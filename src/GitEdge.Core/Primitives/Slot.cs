namespace GitEdge.Core.Primitives;

/// <summary>One of the two places a generation lies in; <c>active</c> points to one of them.</summary>
public enum Slot
{
    /// <summary>Slot <c>a</c>.</summary>
    A,

    /// <summary>Slot <c>b</c>.</summary>
    B,
}
