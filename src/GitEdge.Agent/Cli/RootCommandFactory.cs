using System.CommandLine;
using GitEdge.Agent.Cli.Demo;
using GitEdge.Agent.Cli.History;
using GitEdge.Agent.Cli.Status;

namespace GitEdge.Agent.Cli;

/// <summary>The command line of <c>gitedge</c>.</summary>
internal static class RootCommandFactory
{
    /// <summary>Every command.</summary>
    public static RootCommand Create() => new("GitOps and safe updates for Linux edge-AI devices.")
    {
        FleetCommand.Create(),
        ReleaseCommand.Create(),
        AgentCommand.Create(),
        StatusCommand.Create(),
        HistoryCommand.Create(),
        DemoCommand.Create(),
    };

    /// <summary>Runs a command line; see <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration? configuration = null)
    {
        var parsed = Create().Parse(arguments);
        var code = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : code;
    }
}
