namespace GitEdge.Agent.Bus;

/// <summary>What an operator may have the agent do. Called from the connection's thread, and must not block it.</summary>
/// <param name="Reconcile">A pass now.</param>
/// <param name="Pause">Nothing new is begun until this time; null: until it is lifted. Throws <see cref="IOException"/> when it cannot be kept.</param>
/// <param name="Resume">Lifts that.</param>
/// <param name="RollBackAsync">Goes back from what is in probation; false when nothing is.</param>
internal sealed record AgentActions(Action Reconcile, Action<DateTimeOffset?> Pause, Action Resume, Func<Task<bool>> RollBackAsync);
