namespace GitEdge.Agent.Slots;

/// <summary>Stable codes of staging; docs/reasons.md explains each.</summary>
internal static class SlotReason
{
    /// <summary>A model is not in the store.</summary>
    public const string BlobMissing = "blob-missing";

    /// <summary>A model of the store has other bytes than its name says.</summary>
    public const string BlobDamaged = "blob-damaged";

    /// <summary>What was written reads back differently.</summary>
    public const string DiskLies = "disk-lies";

    /// <summary>A slot that is to be made active has no valid record.</summary>
    public const string SlotDamaged = "slot-damaged";

    /// <summary>A generation has names that cannot lie in a slot.</summary>
    public const string InvalidContent = "invalid-content";
}
