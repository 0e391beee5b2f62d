using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>A plan in one word and one sentence.</summary>
internal static class PlanSummary
{
    private const string Refused = "refused";
    private const string Waiting = "waiting";

    /// <summary><c>refused</c>, <c>waiting</c>, <c>converged</c>, <c>deploy</c> or <c>repair</c>; for scripts.</summary>
    public static string Decision(PlanReport report) => report switch
    {
        { Faults.Count: > 0 } => report.Faults.Any(fault => fault.Kind == FaultKind.Permanent) ? Refused : Waiting,
        { Plan: null } => Refused,
        { Plan.IsConverged: true } => "converged",
        { Plan.Deploys: true } => "deploy",
        _ => "repair",
    };

    public static string Sentence(PlanReport report) => Decision(report) switch
    {
        Refused when report.Plan is null => $"{report.Device} would do nothing: {report.Source} is refused.",
        Refused when report.Plan.Deploys => $"{report.Device} would not deploy {report.Source}: it is refused.",
        Refused => $"{Goes(report)}, and takes nothing newer: it is refused.",
        Waiting when report.Plan is null => $"{report.Device} would do nothing yet: {report.Source} has to wait.",
        Waiting when report.Plan.Deploys => $"{report.Device} would deploy {report.Source}, but not yet: {Cost(report.Plan)}.",
        Waiting => $"{Goes(report)}; what is named above has to wait.",
        "converged" => $"{report.Device} is converged: it runs {report.Source}, nothing to do.",
        "deploy" => $"{report.Device} would deploy {report.Source}: {Cost(report.Plan!)}.",
        _ => Words.Say($"{report.Device} runs {report.Source} and would repair {report.Plan!.Steps.Count} thing(s)."),
    };

    /// <summary>What the process ends with.</summary>
    public static ExitCode ExitCode(PlanReport report) => Decision(report) switch
    {
        Refused => Cli.ExitCode.Rejected,
        Waiting => Cli.ExitCode.Unavailable,
        _ => Cli.ExitCode.Ok,
    };

    private static string Goes(PlanReport report) => report.Plan is { IsConverged: false } plan
        ? Words.Say($"{report.Device} goes on with {report.Source} and would repair {plan.Steps.Count} thing(s)")
        : $"{report.Device} goes on with {report.Source}";

    private static string Cost(Plan plan)
    {
        var bytes = plan.Steps.OfType<PlanStep.FetchArtifact>().Sum(step => step.Size);
        var soak = plan.Steps.OfType<PlanStep.Watch>().Aggregate(TimeSpan.Zero, (total, step) => total + step.Soak);
        return $"{(bytes == 0 ? "nothing" : Words.Size(bytes))} to fetch, watched for {Words.Duration(soak)} before it is committed";
    }
}
