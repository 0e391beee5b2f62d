using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>What <c>gitedge plan --json</c> prints.</summary>
internal sealed record PlanDocument(
    string Device, DateTimeOffset At, string Source, string Decision, IReadOnlyList<PlanStepLine> Steps,
    IReadOnlyList<Fault> Faults, IReadOnlyList<string> Notes)
{
    public static PlanDocument Of(PlanReport report) => new(
        report.Device, report.At, report.Source, PlanSummary.Decision(report),
        [.. (report.Plan?.Steps ?? []).Select(PlanStepLine.Of)], report.Faults, report.Notes);
}
