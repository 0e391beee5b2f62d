namespace GitEdge.Core.Primitives;

/// <summary>How slots are written and paired.</summary>
public static class SlotLetters
{
    /// <summary>The folder's name: <c>a</c> or <c>b</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not known which slot.</exception>
    public static string Letter(this Slot slot) => slot switch
    {
        Slot.A => "a",
        Slot.B => "b",
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "Only slots a and b have a letter."),
    };

    /// <summary>The other of the two; Unknown of Unknown.</summary>
    public static Slot Other(this Slot slot) => slot switch
    {
        Slot.A => Slot.B,
        Slot.B => Slot.A,
        _ => Slot.Unknown,
    };
}
