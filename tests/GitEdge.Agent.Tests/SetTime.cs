namespace GitEdge.Agent.Tests;

/// <summary>A clock on which time passes when a test says so.</summary>
internal sealed class SetTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => _ticks += time.Ticks;

    public override long GetTimestamp() => _ticks;
}
