using System.CommandLine;
using System.Runtime.InteropServices;
using GitEdge.Agent.Bus;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Logging;
using GitEdge.Core.Manifests;
using GitEdge.Linux.Memory;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent.Cli;

/// <summary><c>gitedge agent</c>: the service that follows the repository.</summary>
internal static class AgentCommand
{
    private const string Examples = """
        gitedge agent --config /etc/gitedge/agent.yaml           as a service; SIGHUP polls now
        gitedge agent --config /etc/gitedge/agent.yaml --once    one pass to its end, then exit
        """;

    private const string ExitCodes = """
        0  stopped in order; with --once: every condition is as it should be
        1  with --once: a condition is not; see 'gitedge status'
        2  the command line is wrong
        3  the configuration is not valid
        4  the root folder cannot be used, or another agent works on it
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = AgentConfiguration.Option();
        var once = new Option<bool>("--once") { Description = "One pass to its end, then exit." };
        var command = new Command("agent", "Follow the fleet repository and keep this device as its releases say.") { config, once };
        command.SetAction(async (parsed, cancellation) =>
        {
            var errors = parsed.InvocationConfiguration.Error;
            if (ServiceStart.ReadConfiguration(parsed.GetValue(config)!, errors) is not { } agent)
                return (int)ExitCode.Rejected;
            using var alone = ServiceStart.TakeLock(agent.Root, errors);
            return alone is null
                ? (int)ExitCode.Unavailable
                : await RunAsync(agent.WithCredentials(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY")), parsed.GetValue(once), cancellation);
        });
        return ExampleHelp.AddTo(command, Examples, ExitCodes);
    }

    private static async Task<int> RunAsync(AgentManifest agent, bool once, CancellationToken cancellation)
    {
        using var service = ServiceNotifier.From(Environment.GetEnvironmentVariable, TimeProvider.System);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (JournalLoggerProvider.IsServiceOfSystemd)
            builder.Logging.AddProvider(new JournalLoggerProvider(new JournalSocket()));
        else
            builder.Logging.AddSystemdConsole();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        AgentComposition? parts = null;
        AgentBus? bus = null;
        builder.Services.AddHostedService(services =>
        {
            parts = Compose(agent, service, services);
            bus = AgentOnBus.Start(parts, services.GetRequiredService<ILoggerFactory>().CreateLogger("gitedge"));
            return parts.Service;
        });
        using var host = builder.Build();
        if (once)
        {
            using var alone = Compose(agent, service, host.Services);
            return await alone.Service.RunOnceAsync(cancellation) ? (int)ExitCode.Ok : (int)ExitCode.Failure;
        }
        using var poll = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            parts?.Service.Wake();
        });
        await host.RunAsync(cancellation);
        if (bus is not null)
            await bus.DisposeAsync();
        parts?.Dispose();
        return (int)ExitCode.Ok;
    }

    private static AgentComposition Compose(AgentManifest agent, ServiceNotifier service, IServiceProvider services)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("gitedge");
        Log.Started(log, agent.Device, agent.Channel, agent.Root);
        var memory = new IdleMemory();
        var random = new Random(Environment.ProcessId ^ Environment.TickCount);
        return new AgentComposition(agent, new AgentHost(service, TimeProvider.System, random.NextDouble, log)
        {
            Rest = () => memory.GiveBack(),
        });
    }
}
