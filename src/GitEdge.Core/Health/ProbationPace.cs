namespace GitEdge.Core.Health;

/// <summary>How fast probation looks, what one look is worth, and how long trouble may last. All of it follows from the soak.</summary>
public static class ProbationPace
{
    /// <summary>Looks in a row without trouble before a generation is healthy, however short its soak; looks at trouble before it decides.</summary>
    public const int LeastLooks = 3;

    /// <summary>
    /// The most that one look adds to how long trouble has lasted. What is longer was no look: the agent itself stood still.
    /// </summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    private const int LooksPerSoak = 40;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestCloud = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LeastTrouble = TimeSpan.FromMinutes(1);

    /// <summary>Time between two looks.</summary>
    public static TimeSpan Pause(TimeSpan soak)
    {
        var even = soak / LooksPerSoak;
        return even < ShortestPause ? ShortestPause : even > LongestPause ? LongestPause : even;
    }

    /// <summary>
    /// The most that one look adds to the soak: a pause and a quarter. A look that took long has seen one moment and no
    /// more.
    /// </summary>
    public static TimeSpan Credit(TimeSpan soak) => Pause(soak) * 1.25;

    /// <summary>How long readiness, memory or a required probe may be bad without deciding: 10 s, less for a soak under 40 s.</summary>
    public static TimeSpan Cloud(TimeSpan soak) => soak / 4 < LongestCloud ? soak / 4 : LongestCloud;

    /// <summary>How long all the trouble of one probation may last together: as long as the soak, a minute at least.</summary>
    public static TimeSpan Trouble(TimeSpan soak) => soak > LeastTrouble ? soak : LeastTrouble;
}
