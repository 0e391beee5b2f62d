namespace GitEdge.Core.Scheduling;

/// <summary>
/// When to poll next. Time is the monotonic time since some start, not the wall clock: a device's clock may jump by
/// decades when it first hears the time, and polling must neither stop nor storm for it. Randomness comes from outside.
/// </summary>
public sealed record PollSchedule
{
    // 2^30 times any backoff is beyond every longest pause that makes sense.
    private const int MostDoublings = 30;

    private readonly PollPolicy _policy;

    private PollSchedule(PollPolicy policy, TimeSpan due, int faults)
    {
        _policy = policy;
        Due = due;
        Faults = faults;
    }

    /// <summary>When the next poll is due, in monotonic time.</summary>
    public TimeSpan Due { get; }

    /// <summary>Faults in a row.</summary>
    public int Faults { get; }

    /// <summary>The first poll is due at once.</summary>
    /// <exception cref="ArgumentException">The policy is not valid; see <see cref="PollPolicy.Validate"/>.</exception>
    public static PollSchedule Start(PollPolicy policy, TimeSpan now)
    {
        var errors = policy.Validate();
        return errors.Count == 0
            ? new PollSchedule(policy, now, faults: 0)
            : throw new ArgumentException(string.Join(' ', errors), nameof(policy));
    }

    /// <summary>The schedule after a poll that ended at <paramref name="now"/>.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="outcome">How the poll ended.</param>
    /// <param name="random">Uniform in [0, 1).</param>
    /// <param name="hint">With <see cref="PollOutcome.Waiting"/>: the pause that the server asked for.</param>
    public PollSchedule Next(TimeSpan now, PollOutcome outcome, double random, TimeSpan? hint = null)
    {
        if (outcome == PollOutcome.Succeeded)
            return new PollSchedule(_policy, now + Spread(_policy.Interval, random), faults: 0);
        var faults = Faults + 1;
        var pause = outcome switch
        {
            // A server that asks for a pause gets at least that much: spread to one side only.
            PollOutcome.Waiting when hint is { } asked && asked > TimeSpan.Zero => Shorter(asked * (1 + (_policy.Jitter * random))),
            // It will not pass by itself, yet whoever ends it should not have to tell every device.
            PollOutcome.Permanent => Spread(Longer(Backoff(faults), _policy.Interval), random),
            _ => Spread(Backoff(faults), random),
        };
        return new PollSchedule(_policy, now + pause, faults);
    }

    /// <summary>The schedule after somebody asked for a poll now; a backoff goes on where it was if that poll fails too.</summary>
    public PollSchedule PollNow(TimeSpan now) => new(_policy, now, Faults);

    private TimeSpan Backoff(int faults) => Shorter(_policy.FirstBackoff * Math.Pow(2, Math.Min(faults - 1, MostDoublings)));

    private TimeSpan Spread(TimeSpan pause, double random) => Shorter(pause * (1 + (_policy.Jitter * ((2 * random) - 1))));

    private TimeSpan Shorter(TimeSpan pause) => pause < _policy.LongestPause ? pause : _policy.LongestPause;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
