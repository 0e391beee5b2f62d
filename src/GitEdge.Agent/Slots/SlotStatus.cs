namespace GitEdge.Agent.Slots;

/// <summary>What a slot was found to hold when every byte of it was read. The set is closed.</summary>
internal abstract record SlotStatus
{
    private SlotStatus()
    {
    }

    /// <summary>Nothing that was ever completed.</summary>
    public sealed record Missing : SlotStatus;

    /// <summary>Exactly what its record says.</summary>
    /// <param name="Generation">The record.</param>
    public sealed record Whole(SlotGeneration Generation) : SlotStatus;

    /// <summary>Something else than its record says, or no readable record.</summary>
    /// <param name="Faults">Every difference, each naming a file.</param>
    public sealed record Damaged(IReadOnlyList<string> Faults) : SlotStatus;
}
