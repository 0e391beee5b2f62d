namespace GitEdge.Core.Tuning;

/// <summary>A moment that no wrong clock can move.</summary>
/// <param name="Boot">The boot, by the kernel's boot id.</param>
/// <param name="Since">Time since then, with the time asleep (CLOCK_BOOTTIME).</param>
public sealed record BootMoment(string Boot, TimeSpan Since)
{
    /// <summary>Time from here to <paramref name="later"/>; null when there was a boot between them.</summary>
    public TimeSpan? Until(BootMoment later) => Boot == later.Boot ? later.Since - Since : null;

    /// <summary>A later moment of the same boot.</summary>
    public BootMoment After(TimeSpan time) => this with { Since = Since + time };
}
