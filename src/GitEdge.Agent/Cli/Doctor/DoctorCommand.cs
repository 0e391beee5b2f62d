using System.CommandLine;
using System.Net.Sockets;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary><c>gitedge doctor</c>: is this device able to update, and to go back?</summary>
internal static class DoctorCommand
{
    private const string Examples = """
        sudo -u gitedge gitedge doctor                  as the agent sees it
        gitedge doctor --config ./agent.yaml --json     another configuration, for scripts
        """;

    private const string ExitCodes = """
        0  nothing failed; there may be warnings
        1  a check failed; the output says what to do
        2  the command line is wrong
        """;

    /// <param name="checksFor">The checks for the configuration at a path; a bad configuration is a check that fails.</param>
    public static Command Create(Func<string, IReadOnlyList<DoctorCheck>> checksFor)
    {
        var configuration = AgentConfiguration.Option();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Check whether this device can update and can really go back.") { configuration, json };
        command.SetAction(parsed =>
        {
            var results = Run(checksFor(parsed.GetValue(configuration)!));
            var ok = results.All(result => result.Level != DoctorLevel.Failure);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                Terminal.Plain(output).Json(new DoctorDocument(ok, results), CliJson.Default.DoctorDocument);
            else
                DoctorView.Show(Terminal.For(output), results);
            return ok ? (int)ExitCode.Ok : (int)ExitCode.Failure;
        });
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    /// <summary>Every check, even after one failed.</summary>
    public static IReadOnlyList<DoctorResult> Run(IReadOnlyList<DoctorCheck> checks) => [.. checks.Select(Run)];

    private static DoctorResult Run(DoctorCheck check)
    {
        var finding = Look(check);
        return new DoctorResult(check.Name, finding.Level, finding.Message, finding.Cure);
    }

    private static DoctorFinding Look(DoctorCheck check)
    {
        try
        {
            return check.Look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            return DoctorFinding.Unknown($"It could not be checked: {e.Message}", "Run it as the agent's user: sudo -u gitedge gitedge doctor.");
        }
    }
}
