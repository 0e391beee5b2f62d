using System.CommandLine;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.History;

/// <summary><c>gitedge history</c>: what was deployed on this device, when, and how it ended.</summary>
internal static class HistoryCommand
{
    private const int DefaultLimit = 20;

    private const string Examples = """
        gitedge history                          the last 20 deployments, newest first
        gitedge history --show 4-1f0c9e2a        every step of one of them, with durations
        gitedge history --json | jq '.deployments[] | select(.outcome == "RolledBack")'
        """;

    private const string ExitCodes = """
        0  shown; damaged lines are named and left out
        2  the command line is wrong
        4  there is no history here, or no such transaction
        """;

    public static Command Create()
    {
        var places = new PlaceOptions();
        var limit = new Option<int>("--limit")
        {
            Description = "How many deployments to show.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var count) && count < 1)
                result.AddError("--limit must be at least 1.");
        });
        var show = new Option<string?>("--show") { Description = "Show every step of one deployment.", HelpName = "TRANSACTION" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("history", "Show what was deployed on this device and how it ended.") { places.Configuration, places.Root, limit, show, json };
        command.SetAction(parsed => places.Find(parsed) is { } found
            ? Run(found.Root, parsed.GetValue(show), parsed.GetValue(limit), parsed.GetValue(json), Terminal.For(parsed.InvocationConfiguration.Output))
            : (int)ExitCode.Unavailable);
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static int Run(string root, string? transaction, int limit, bool json, Terminal terminal)
    {
        var read = HistoryFile.Read(root);
        List<string> problems = [.. read.Faults];
        if (!Directory.Exists(root))
            problems.Add($"'{root}' is not a directory: no agent has run here. Another place: --root DIR.");
        var wanted = PastDeployments.Of(read.Entries)
            .Where(one => transaction is null || string.Equals(one.Transaction, transaction, StringComparison.Ordinal))
            .Take(limit).ToList();
        if (transaction is not null && wanted.Count == 0)
            problems.Add($"The history knows no transaction '{transaction}'. 'gitedge history --limit 1000' lists them.");
        Print(wanted, problems, one: transaction is not null, json, terminal);
        var known = wanted.Count > 0 || (transaction is null && problems.Count == 0);
        return known ? (int)ExitCode.Ok : (int)ExitCode.Unavailable;
    }

    private static void Print(List<PastDeployment> wanted, List<string> problems, bool one, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Json(new HistoryDocument(wanted, problems), CliJson.Default.HistoryDocument);
            return;
        }
        var view = new HistoryView(terminal);
        if (one && wanted.Count == 1)
            view.Show(wanted[0]);
        else if (wanted.Count > 0 || problems.Count == 0)
            view.List(wanted);
        view.Problems(problems);
    }
}
