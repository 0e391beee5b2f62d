using System.CommandLine;
using GitEdge.Agent.Cli.Demo;
using GitEdge.Agent.Cli.Doctor;
using GitEdge.Agent.Cli.Enrolling;
using GitEdge.Agent.Cli.History;
using GitEdge.Agent.Cli.Holding;
using GitEdge.Agent.Cli.Keys;
using GitEdge.Agent.Cli.Operating;
using GitEdge.Agent.Cli.Planning;
using GitEdge.Agent.Cli.Status;
using GitEdge.Agent.Cli.Verifying;

namespace GitEdge.Agent.Cli;

/// <summary>The command line of <c>gitedge</c>.</summary>
internal static class RootCommandFactory
{
    /// <summary>Every command.</summary>
    public static RootCommand Create() => new("GitEdge: signed releases from a Git repository, tried and switched on Linux edge-AI devices, and taken back when they fail.")
    {
        AgentCommand.Create(),
        HelperCommand.Create(),
        EnrollCommand.Create(),
        StatusCommand.Create(),
        PlanCommand.Create(new PlanMaker(TimeProvider.System).MakeAsync),
        HistoryCommand.Create(),
        DoctorCommand.Create(configuration => DoctorChecks.For(configuration, TimeProvider.System)),
        OperatorCommands.Reconcile(),
        OperatorCommands.Pause(TimeProvider.System),
        OperatorCommands.Rollback(),
        VerifyCommand.Create(),
        FleetCommand.Create(),
        ReleaseCommand.Create(),
        KeysCommand.Create(),
        FreshCommand.Create(),
        HoldCommands.Hold(),
        HoldCommands.Recall(),
        HoldCommands.Resume(),
        GoldenCommand.Create(),
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
