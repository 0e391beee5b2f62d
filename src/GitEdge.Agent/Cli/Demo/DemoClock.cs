namespace GitEdge.Agent.Cli.Demo;

/// <summary>The time since the demo began.</summary>
/// <param name="Time">Where time comes from.</param>
/// <param name="Start">Its stamp at the beginning.</param>
internal sealed record DemoClock(TimeProvider Time, long Start)
{
    /// <summary>Begins now.</summary>
    public static DemoClock Begin(TimeProvider time) => new(time, time.GetTimestamp());

    /// <summary>Elapsed since.</summary>
    public TimeSpan Now => Time.GetElapsedTime(Start);
}
