namespace GitEdge.Core.Scheduling;

/// <summary>How often to poll. All times are positive.</summary>
public sealed record PollPolicy
{
    /// <summary>The pause after a poll that went well.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much a pause may differ from its nominal length, to both sides, so that a fleet spreads out; 0 to 0.5.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The pause after the first fault; it doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>No pause is longer, whatever a server asks for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Everything that is wrong with these settings, each with the cure; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Interval <= TimeSpan.Zero)
            errors.Add($"The poll interval is {Interval}: it must be greater than zero.");
        if (FirstBackoff <= TimeSpan.Zero)
            errors.Add($"The first backoff is {FirstBackoff}: it must be greater than zero.");
        if (LongestPause < Interval || LongestPause < FirstBackoff)
            errors.Add($"The longest pause is {LongestPause}: it must be at least the poll interval and the first backoff.");
        if (!(Jitter >= 0 && Jitter <= 0.5))
            errors.Add($"The jitter is {Jitter.ToString(System.Globalization.CultureInfo.InvariantCulture)}: it must lie between 0 and 0.5.");
        return errors;
    }
}
