namespace GitEdge.Agent.Tests.Trust;

/// <summary>A clock that says what a test sets; what is waited for takes the time it takes.</summary>
internal sealed class MovableTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
