using System.CommandLine;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Planning;

/// <summary><c>gitedge plan</c>: what a device would do, and why, without doing it.</summary>
internal static class PlanCommand
{
    private const string Examples = """
        sudo -u gitedge gitedge plan                            this device, now, from what its agent has fetched
        gitedge plan --repository . --device cam-017            a new device cam-017, from a working tree; for pull requests
        gitedge plan --repository . --device cam-017 --at 2026-05-01T06:00:00Z --json
        gitedge plan --repository . --config agent.yaml         a working tree, against what this device is
        """;

    private const string ExitCodes = """
        0  there is a plan; an empty one means converged
        2  the command line is wrong
        3  nothing newer would be taken: manifests, configuration or a release are refused; the output says why
        4  not now: a time has not come, the model server is away, or something cannot be read
        """;

    /// <param name="planFor">Answers a request; expected failures are faults of the report.</param>
    public static Command Create(Func<PlanRequest, CancellationToken, Task<PlanReport>> planFor)
    {
        var configuration = AgentConfiguration.Option();
        configuration.Description = "The device's configuration; with --device only when given.";
        var device = new Option<string?>("--device") { Description = "Plan for this device; needs --repository.", HelpName = "ID" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "Plan for this moment, as 2026-05-01T06:00:00Z: decides notBefore, expires and waves.", HelpName = "TIME" };
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
            // Another device is not the one that the usual configuration describes.
            var isThis = parsed.GetValue(device) is null || parsed.GetResult(configuration) is { Implicit: false };
            var request = new PlanRequest(
                isThis ? parsed.GetValue(configuration) : null, parsed.GetValue(device), parsed.GetValue(at), parsed.GetValue(repository));
            var report = await planFor(request, cancellation);
            Print(report, parsed.GetValue(json), parsed.InvocationConfiguration.Output);
            return (int)PlanSummary.ExitCode(report);
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
