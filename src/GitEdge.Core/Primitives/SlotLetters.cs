namespace GitEdge.Core.Primitives;

/// <summary>How slots are written and paired.</summary>
public static class SlotLetters
{
    /// <summary>The folder's name: <c>a</c> or <c>b</c>.</summary>
    public static string Name(this Slot slot) => slot == Slot.A ? "a" : "b";

    /// <summary>The other of the two.</summary>
    public static Slot Other(this Slot slot) => slot == Slot.A ? Slot.B : Slot.A;

    /// <summary>Reads <c>a</c> or <c>b</c>; null for anything else.</summary>
    public static Slot? Parse(string? name) => name switch { "a" => Slot.A, "b" => Slot.B, _ => null };
}
