namespace GitEdge.Agent.Cli.Planning;

/// <summary>The moment that is planned for.</summary>
internal sealed class PlanClock(DateTimeOffset at) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => at;
}
