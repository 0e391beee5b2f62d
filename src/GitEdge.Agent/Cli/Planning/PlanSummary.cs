using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Planning;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>A plan in one word and one sentence.</summary>
internal static class PlanSummary
{
    /// <summary><c>refused</c>, <c>converged</c>, <c>deploy</c> or <c>repair</c>; for scripts.</summary>
    public static string Decision(PlanReport report) => report switch
    {
        { Plan: null } or { Faults.Count: > 0 } => "refused",
        { Plan.IsConverged: true } => "converged",
        { Plan.Deploys: true } => "deploy",
        _ => "repair",
    };

    public static string Sentence(PlanReport report) => Decision(report) switch
    {
        "refused" => $"{report.Device} would do nothing: {report.Source} is refused.",
        "converged" => $"{report.Device} is converged: it runs {report.Source}, nothing to do.",
        "deploy" => $"{report.Device} would deploy {report.Source}: {Cost(report.Plan!)}.",
        _ => Words.Say($"{report.Device} runs {report.Source} and would repair {report.Plan!.Steps.Count} thing(s)."),
    };

    private static string Cost(Plan plan)
    {
        var bytes = plan.Steps.OfType<PlanStep.FetchArtifact>().Sum(step => step.Size);
        var soak = plan.Steps.OfType<PlanStep.Watch>().Aggregate(TimeSpan.Zero, (total, step) => total + step.Soak);
        return $"{(bytes == 0 ? "nothing" : Words.Size(bytes))} to fetch, watched for {Words.Duration(soak)} before it is committed";
    }
}
