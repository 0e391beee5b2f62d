namespace GitEdge.Core.Tuning;

/// <summary>Stable codes for what keeps a device from being tuned, or takes the tuning back; docs/reasons.md explains each.</summary>
public static class TuningReason
{
    /// <summary>The device's policy does not allow it.</summary>
    public const string NotAllowed = "tuning-not-allowed";

    /// <summary>This machine does not have it.</summary>
    public const string Absent = "tuning-absent";

    /// <summary>It can only be read on this machine.</summary>
    public const string ReadOnly = "tuning-read-only";

    /// <summary>This machine, or one of its cores, does not offer the value.</summary>
    public const string NotOffered = "tuning-not-offered";

    /// <summary>The kernel would round the value.</summary>
    public const string Rounded = "tuning-rounded";

    /// <summary>Somebody else sets it, or two settings exclude each other.</summary>
    public const string Conflict = "tuning-conflict";

    /// <summary>The system refused a value.</summary>
    public const string WriteFailed = "tuning-write-failed";

    /// <summary>Another value is found than was written.</summary>
    public const string ReadBack = "tuning-read-back";

    /// <summary>Something could not be put back.</summary>
    public const string NotPutBack = "tuning-not-put-back";

    /// <summary>Nobody confirmed in time.</summary>
    public const string NotConfirmed = "tuning-not-confirmed";

    /// <summary>The process ended while it wrote.</summary>
    public const string Interrupted = "tuning-interrupted";

    /// <summary>The machine was started again before the tuning was committed.</summary>
    public const string Restarted = "tuning-restarted";

    /// <summary>The generation is not the one under way.</summary>
    public const string OtherGeneration = "tuning-other-generation";

    /// <summary>What is repaired drifts again and again.</summary>
    public const string Drifts = "tuning-drifts";

    /// <summary>The journal cannot be read.</summary>
    public const string JournalLost = "tuning-journal-lost";

    /// <summary>The journal or a drop-in file cannot be written.</summary>
    public const string DiskRefused = "tuning-disk-refused";

    /// <summary>The policy file is wrong.</summary>
    public const string PolicyInvalid = "policy-invalid";

    /// <summary>Somebody other than root can change the policy file.</summary>
    public const string PolicyUnsafe = "policy-unsafe";
}
