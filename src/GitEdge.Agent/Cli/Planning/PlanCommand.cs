using System.CommandLine;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Planning;

/// <summary><c>gitedge plan</c>: what a device would do, and why, without doing it.</summary>
internal static class PlanCommand
{
    private const string Examples = """
        gitedge plan                                                   this device, now
        gitedge plan --repository . --device cam-017                   another device, from a working tree
        gitedge plan --repository . --device cam-017 --at 2026-05-01T06:00:00Z --json
        """;

    private const string ExitCodes = """
        0  there is a plan; an empty one means converged
        2  the command line is wrong
        3  there is none: the manifests or the release are refused; the output says why
        """;

    /// <param name="planFor">Answers a request; expected failures are faults of the report.</param>
    public static Command Create(Func<PlanRequest, CancellationToken, Task<PlanReport>> planFor)
    {
        var configuration = new Option<string>("--config")
        {
            Description = "The agent's configuration, for this device.",
            HelpName = "FILE",
            DefaultValueFactory = _ => DefaultPaths.Configuration,
        };
        var device = new Option<string?>("--device") { Description = "Plan for this device; needs --repository.", HelpName = "ID" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "Plan for this moment, as 2026-05-01T06:00:00Z.", HelpName = "TIME" };
        var repository = new Option<string?>("--repository") { Description = "Plan from this working tree of a fleet repository.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("plan", "Show what a device would do, step by step, and why.") { configuration, device, at, repository, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(device) is not null && result.GetValue(repository) is null)
                result.AddError("--device needs --repository: the working tree of the fleet repository to plan from.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new PlanRequest(
                parsed.GetValue(configuration)!, parsed.GetValue(device), parsed.GetValue(at), parsed.GetValue(repository));
            var report = await planFor(request, cancellation);
            Print(report, parsed.GetValue(json), parsed.InvocationConfiguration.Output);
            return report is { Plan: not null, Faults.Count: 0 } ? (int)ExitCode.Ok : (int)ExitCode.Rejected;
        });
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static void Print(PlanReport report, bool json, TextWriter output)
    {
        if (json)
            Terminal.Plain(output).Json(PlanDocument.Of(report), CliJson.Default.PlanDocument);
        else
            new PlanView(Terminal.For(output)).Show(report);
    }
}
