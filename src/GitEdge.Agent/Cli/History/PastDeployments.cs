using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.History;

/// <summary>Puts the steps of each deployment together and tells how it ended. Pure.</summary>
internal static class PastDeployments
{
    /// <summary>The deployments, the one that began last first. Entries are in the order in which they were written.</summary>
    public static IReadOnlyList<PastDeployment> Of(IReadOnlyList<HistoryEntry> entries)
    {
        var groups = entries.GroupBy(entry => entry.Transaction, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        return [.. groups.Select((steps, index) => Summarise(steps, isLast: index == groups.Count - 1)).Reverse()];
    }

    private static PastDeployment Summarise(List<HistoryEntry> steps, bool isLast)
    {
        var end = steps.Find(Ends);
        return new PastDeployment
        {
            Transaction = steps[0].Transaction,
            Release = steps[0].Release,
            Generation = steps[0].Generation,
            Started = steps[0].At,
            Duration = end is null ? null : end.At - steps[0].At,
            // What was committed can be stopped much later.
            Outcome = end is null ? WithoutEnd(steps, isLast) : OutcomeOf(steps.FindLast(IsStop) ?? end),
            Fault = end is { To: DeploymentPhase.Committed } ? null : steps.LastOrDefault(step => step.Fault is not null)?.Fault,
            Steps = steps,
        };
    }

    private static bool Ends(HistoryEntry step) =>
        step.To is DeploymentPhase.Committed or DeploymentPhase.Stalled
        || (step.To is DeploymentPhase.Idle && step.From is not DeploymentPhase.Idle);

    private static bool IsStop(HistoryEntry step) => step is { From: DeploymentPhase.Stopping, To: DeploymentPhase.Idle };

    private static HistoryOutcome OutcomeOf(HistoryEntry end) => (end.From, end.To) switch
    {
        (_, DeploymentPhase.Committed) => HistoryOutcome.Committed,
        (DeploymentPhase.Committed, _) => HistoryOutcome.Committed,
        (_, DeploymentPhase.Stalled) => HistoryOutcome.Stalled,
        (DeploymentPhase.Stopping, _) => HistoryOutcome.Stopped,
        (DeploymentPhase.RollingBack, _) => HistoryOutcome.RolledBack,
        _ when end.Fault is { Kind: FaultKind.Permanent } => HistoryOutcome.Refused,
        _ => HistoryOutcome.Interrupted,
    };

    private static HistoryOutcome WithoutEnd(List<HistoryEntry> steps, bool isLast) => (isLast, steps[^1].To) switch
    {
        (true, _) => HistoryOutcome.UnderWay,
        (false, DeploymentPhase.Fetching) => HistoryOutcome.Superseded,
        _ => HistoryOutcome.Unknown,
    };
}
