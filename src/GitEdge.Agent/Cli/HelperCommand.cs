using System.CommandLine;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Helper;
using GitEdge.Agent.Tuning;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Files;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Cli;

/// <summary><c>gitedge helper</c>: the service that owns the device, started over D-Bus.</summary>
internal static class HelperCommand
{
    private const string Examples = """
        gitedge helper --config /etc/gitedge/agent.yaml           as a service, on the system bus, until nobody calls it any more
        gitedge helper --config /etc/gitedge/agent.yaml --boot    once at every boot, before models are served
        """;

    private const string ExitCodes = """
        0  nobody has called for a while, or the boot was counted
        1  the bus or the disk refused; what and why stands in the output
        2  the command line is wrong
        3  the configuration is not valid, or names no folder of the helper
        4  another helper works on the folder
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = AgentConfiguration.Option();
        var boot = new Option<bool>("--boot") { Description = "Count a boot, go back when a release has had its boots, then exit." };
        var command = new Command("helper", "Own the slots of this device and prove every release again before it is staged.") { config, boot };
        command.SetAction(async (parsed, cancellation) =>
        {
            var errors = parsed.InvocationConfiguration.Error;
            if (ServiceStart.ReadConfiguration(parsed.GetValue(config)!, errors) is not { } agent)
                return (int)ExitCode.Rejected;
            if (agent.Helper is { } root)
                return await RunAsync(agent, root, parsed.GetValue(boot), errors, cancellation);
            errors.WriteLine($"error: '{parsed.GetValue(config)}' names no folder of the helper. fix: give spec.helper, for example /var/lib/gitedge-helper.");
            return (int)ExitCode.Rejected;
        });
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static async Task<int> RunAsync(AgentManifest agent, string root, bool isBoot, TextWriter errors, CancellationToken cancellation)
    {
        using var alone = ServiceStart.TakeLock(root, errors);
        if (alone is null)
            return (int)ExitCode.Unavailable;
        try
        {
            using var service = ServiceNotifier.From(Environment.GetEnvironmentVariable, TimeProvider.System);
            using var helper = new HelperComposition(agent, root, new AgentHost(service, TimeProvider.System, static () => 0, NullLogger.Instance)
            {
                Warn = text => errors.WriteLine($"warning: {ControlText.Escape(text, 4000)}"),
            });
            if (helper.Memory.Damage is { } damage)
                errors.WriteLine($"warning: {damage}");
            if (isBoot)
                return Report(await helper.Service.BootAsync(cancellation), errors);
            await ServeAsync(agent, helper, service, errors, cancellation);
            // systemd starts it again: nobody else puts the tuning back.
            return (int)(helper.Service.Tuning.IsBusy ? ExitCode.Failure : ExitCode.Ok);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Ok;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            errors.WriteLine($"error: {e.Message}");
            return (int)ExitCode.Failure;
        }
    }

    private static async Task ServeAsync(
        AgentManifest agent, HelperComposition helper, ServiceNotifier service, TextWriter errors, CancellationToken cancellation)
    {
        using var served = new HelperObject(helper.Service, () => FileAccessMode.Of(agent.Root)?.Owner, TimeProvider.System);
        var server = new HelperServer(BusConnection.SystemAddress, served, TimeProvider.System)
        {
            IsBusy = () => helper.Service.Tuning.IsBusy,
            Leaving = () => service.Stopping("Nobody calls any more."),
        };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = new ConfirmWatch(helper.Tuning, TimeProvider.System).RunAsync(result => Tell(result, errors), over.Token);
        try
        {
            var serving = server.RunAsync(() => service.Ready("Answering."), cancellation);
            // A watch that ends has failed, and without one nothing is put back.
            await await Task.WhenAny(serving, watching);
        }
        finally
        {
            await over.CancelAsync();
            await watching.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static void Tell(TuningResult result, TextWriter errors)
    {
        foreach (var fault in result.Faults)
            errors.WriteLine($"warning: {fault.Message} fix: {fault.Cure}");
    }

    private static int Report(HelperAnswer answer, TextWriter errors)
    {
        if (answer.Fault is not { } fault)
            return (int)ExitCode.Ok;
        errors.WriteLine($"error: {fault.Message} fix: {fault.Cure}");
        return (int)ExitCode.Failure;
    }
}
