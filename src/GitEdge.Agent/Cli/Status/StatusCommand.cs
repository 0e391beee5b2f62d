using System.CommandLine;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Status;

/// <summary><c>gitedge status</c>: what runs on this device, what is under way, what is wrong and what to do about it.</summary>
internal static class StatusCommand
{
    private const string Examples = """
        gitedge status                          what runs here and whether all is well
        gitedge status --watch                  the same, kept up to date until Ctrl-C
        gitedge status --json | jq -r .phase    for scripts
        gitedge status --config ./agent.yaml    of an agent that was started with this configuration
        """;

    private const string ExitCodes = """
        0  every condition is as it should be
        1  a condition is not; the output names it and the cure
        2  the command line is wrong
        4  not known: the agent is not running or never heard from its repository; its status is missing, damaged or out of date
        """;

    public static Command Create(TimeProvider? time = null)
    {
        var places = new PlaceOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON; with --watch one line for each change." };
        var watch = new Option<bool>("--watch") { Description = "Show every change until Ctrl-C." };
        var command = new Command("status", "Show what runs on this device, what is under way and what is wrong.")
        {
            places.Configuration, places.Root, places.Runtime, json, watch,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var asJson = parsed.GetValue(json);
            var output = parsed.InvocationConfiguration.Output;
            var terminal = asJson ? Terminal.Plain(output) : Terminal.For(output);
            if (places.Find(parsed) is not { } found)
                return (int)ExitCode.Unavailable;
            var source = new StatusSource(found.Root, found.Runtime, time ?? TimeProvider.System);
            return parsed.GetValue(watch)
                ? await StatusWatch.RunAsync(source, terminal, asJson, cancellation)
                : ShowOnce(source, terminal, asJson);
        });
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static int ShowOnce(StatusSource source, Terminal terminal, bool json)
    {
        var read = source.Read();
        if (json)
            terminal.Raw(StatusDocument.Of(read, indented: true) + "\n");
        else
            new StatusView(terminal, source.Now).Show(read);
        return ExitCodeOf(read);
    }

    private static int ExitCodeOf(StatusRead read) => read switch
    {
        { Problem: not null } or { Status: null } => (int)ExitCode.Unavailable,
        { Status.Ok: true } => (int)ExitCode.Ok,
        _ => (int)ExitCode.Failure,
    };
}
