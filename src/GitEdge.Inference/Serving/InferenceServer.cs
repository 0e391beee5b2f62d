using GitEdge.Inference.Admin;
using GitEdge.Inference.Models;
using GitEdge.Inference.Onnx;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GitEdge.Inference.Serving;

/// <summary>The running server: two listeners over one catalogue.</summary>
internal static class InferenceServer
{
    // A card that reads less than this is of no use to a device.
    private const double SlowestDisk = 1 << 20;

    // What the runtime takes to prepare a model that has been read, and to warm it up.
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(2);

    /// <summary>Serves until SIGTERM or SIGINT; requests that run then are finished first.</summary>
    /// <returns>Exit code: 0, or 1 when it could not start.</returns>
    public static async Task<int> RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        using var manager = new ServiceManager(Environment.GetEnvironmentVariable);
        var passed = PassedSockets.From(Environment.GetEnvironmentVariable);
        if (passed.Admin is null && AdminSocket.Prepare(options.AdminSocket) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }
        GlibcMemory.GiveBackLargeBlocks();
        OnnxEnvironment.Create(options.Threads);
        // A run holds its thread: there must be others for health checks and for what comes in meanwhile.
        ThreadPool.GetMinThreads(out _, out var completion);
        ThreadPool.SetMinThreads(2 * ModelVersion.RunsAtOnce, completion);
        await using var app = Build(options, passed);
        var catalog = new ModelCatalog();
        using var repository = new ModelRepository(catalog, new SlotLayout(options.Root), options.Drain, TimeProvider.System,
            app.Services.GetRequiredService<ILogger<ModelRepository>>());
        var traffic = new TrafficBudget(options.Limits.Traffic);
        var admin = new AdminEndpoints(catalog, repository, traffic);
        var open = new PublicEndpoints(catalog, new InferEndpoint(catalog, traffic, options.Limits.Time), traffic);
        app.Run(context => DispatchAsync(context, admin, open));
        // Who comes in through systemd's sockets waits there until the models answer; through sockets of its own the server
        // says at once that they do not yet.
        if (passed.Public.Count > 0)
            await LoadAsync(repository, manager);
        if (!await TryStartAsync(app, options, passed, cancellationToken))
            return 1;
        if (passed.Public.Count == 0)
            await LoadAsync(repository, manager);
        app.Logger.Serving(string.Join(", ", passed.Public.Count > 0 ? passed.Urls : app.Urls), catalog.Current.Models.Count);
        manager.Ready(catalog.Current.Models.Count);
        using var ended = cancellationToken.Register(app.Lifetime.StopApplication);
        await new SelfCheck(manager, passed.AdminPath ?? options.AdminSocket, TimeProvider.System).RunAsync(app.Lifetime.ApplicationStopping);
        await StopAsync(app, manager);
        return 0;
    }

    private static async Task StopAsync(WebApplication app, ServiceManager manager)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var asked = app.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
        manager.Stopping();
        // Somebody is there to take in what comes from now on only where systemd keeps the sockets.
        if (app.Services.GetService<IConnectionListenerFactory>() is Intake intake)
            await intake.CloseAsync();
        await app.StopAsync(CancellationToken.None);
    }

    private static Task LoadAsync(ModelRepository repository, ServiceManager manager) =>
        repository.LoadActiveAsync((name, size) => manager.Starting($"Loading {name}", LoadLimit + TimeSpan.FromSeconds(size / SlowestDisk)));

    private static async Task<bool> TryStartAsync(WebApplication app, ServeOptions options, PassedSockets passed, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"Can not listen on {options.Listen} or {options.AdminSocket}: {exception.Message}");
            return false;
        }
        if (passed.Admin is null)
            File.SetUnixFileMode(options.AdminSocket, AdminSocket.Mode);
        return true;
    }

    private static WebApplication Build(ServeOptions options, PassedSockets passed)
    {
        // Empty: no settings files, no environment variables, nothing that is not said here or on the command line.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null)
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else
            builder.Logging.AddSystemdConsole();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.Body;
            kestrel.Limits.MaxRequestHeadersTotalSize = RequestLimits.Headers;
            kestrel.Limits.RequestHeadersTimeout = RequestLimits.HeadersTime;
            kestrel.Limits.MaxConcurrentConnections = options.Limits.Connections;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(RequestLimits.LeastRate, RequestLimits.Grace);
            kestrel.Limits.MinResponseDataRate = new MinDataRate(RequestLimits.LeastRate, RequestLimits.Grace);
            kestrel.Limits.MaxRequestBufferSize = RequestLimits.ReadAhead;
            Listen(kestrel, options, passed);
        });
        if (passed.Public.Count > 0)
            builder.Services.AddSingleton<IConnectionListenerFactory>(services => new Intake(ActivatorUtilities.CreateInstance<SocketTransportFactory>(services), TimeProvider.System));
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions kestrel, ServeOptions options, PassedSockets passed)
    {
        foreach (var descriptor in passed.Public)
            kestrel.ListenHandle(descriptor, Public);
        if (passed.Public.Count == 0)
            kestrel.Listen(options.Listen, Public);
        if (passed.Admin is { } admin)
            kestrel.ListenHandle(admin, Admin);
        else
            kestrel.ListenUnixSocket(options.AdminSocket, Admin);

        static void Public(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
        static void Admin(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(AdminConnection.Mark);
                return next(connection);
            });
        }
    }

    private static async Task DispatchAsync(HttpContext context, AdminEndpoints admin, PublicEndpoints open)
    {
        context.Features.Get<Intake.SilentConnection>()?.End();
        try
        {
            if (context.Features.Get<AdminConnection>() is null || !await admin.TryHandleAsync(context))
                await open.HandleAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody is there to be told.
        }
    }
}
