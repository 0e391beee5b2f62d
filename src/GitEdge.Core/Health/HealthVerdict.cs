namespace GitEdge.Core.Health;

/// <summary>What a look at a generation in probation found. The set of verdicts is closed.</summary>
/// <param name="Generation">The number of the generation that was looked at.</param>
public abstract record HealthVerdict(long Generation)
{
    /// <summary>Could not be judged this time.</summary>
    /// <param name="Generation">The number of the generation that was looked at.</param>
    /// <param name="Message">What could not be seen, and why.</param>
    public sealed record Unknown(long Generation, string Message) : HealthVerdict(Generation);

    /// <summary>Everything required holds.</summary>
    /// <param name="Generation">The number of the generation that was looked at.</param>
    public sealed record Healthy(long Generation) : HealthVerdict(Generation);

    /// <summary>Something required does not hold.</summary>
    /// <param name="Generation">The number of the generation that was looked at.</param>
    /// <param name="Reason">Stable kebab-case code.</param>
    /// <param name="Message">What was measured, against which bound.</param>
    /// <param name="Cure">What a person can do about it.</param>
    public sealed record Unhealthy(long Generation, string Reason, string Message, string Cure) : HealthVerdict(Generation);
}
