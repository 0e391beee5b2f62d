namespace GitEdge.Agent.Tests.Cli;

/// <summary>A clock that stands still; timers are the system's.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
