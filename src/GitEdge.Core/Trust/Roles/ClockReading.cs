namespace GitEdge.Core.Trust.Roles;

/// <summary>What the device's clock says, and whether anything keeps it right.</summary>
/// <param name="Now">The time.</param>
/// <param name="IsSynchronised">Whether a time service keeps it; a device without battery begins in 1970.</param>
public sealed record ClockReading(DateTimeOffset Now, bool IsSynchronised)
{
    // Signers' clocks are not exact, and a zone set wrongly is forgiven.
    private static readonly TimeSpan Leeway = TimeSpan.FromDays(1);

    /// <summary>What is signed later than this lies; null when the clock cannot tell.</summary>
    public DateTimeOffset? Latest => IsSynchronised && Now < DateTimeOffset.MaxValue - Leeway ? Now + Leeway : null;

    /// <summary>The time to compare with: never before what a verified object has said.</summary>
    public DateTimeOffset NotBefore(DateTimeOffset floor) => Now > floor ? Now : floor;
}
