using GitEdge.Inference.Admin;
using GitEdge.Inference.Models;
using GitEdge.Inference.Onnx;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GitEdge.Inference.Serving;

/// <summary>The running server: two listeners over one catalogue.</summary>
internal static class InferenceServer
{
    /// <summary>Serves until SIGTERM or SIGINT; requests that run then are finished first.</summary>
    /// <returns>Exit code: 0, or 1 when it could not start.</returns>
    public static async Task<int> RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        if (AdminSocket.Prepare(options.AdminSocket) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }
        GlibcMemory.GiveBackLargeBlocks();
        OnnxEnvironment.Create(options.Threads);
        // A run holds its thread: there must be others for health checks and for what comes in meanwhile.
        ThreadPool.GetMinThreads(out _, out var completion);
        ThreadPool.SetMinThreads(2 * ModelVersion.RunsAtOnce, completion);
        await using var app = Build(options);
        var catalog = new ModelCatalog();
        using var repository = new ModelRepository(catalog, new SlotLayout(options.Root), options.Drain, TimeProvider.System,
            app.Services.GetRequiredService<ILogger<ModelRepository>>());
        var traffic = new TrafficBudget(options.Limits.Traffic);
        var admin = new AdminEndpoints(catalog, repository, traffic);
        var open = new PublicEndpoints(catalog, new InferEndpoint(catalog, traffic));
        app.Run(context => DispatchAsync(context, admin, open));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"Can not listen on {options.Listen} or {options.AdminSocket}: {exception.Message}");
            return 1;
        }
        File.SetUnixFileMode(options.AdminSocket, AdminSocket.Mode);
        await repository.LoadActiveAsync();
        app.Logger.Serving(string.Join(", ", app.Urls), catalog.Current.Models.Count);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static WebApplication Build(ServeOptions options)
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
            kestrel.Limits.MaxConcurrentConnections = options.Limits.Connections;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(RequestLimits.LeastRate, RequestLimits.Grace);
            kestrel.Limits.MinResponseDataRate = new MinDataRate(RequestLimits.LeastRate, RequestLimits.Grace);
            kestrel.Limits.MaxRequestBufferSize = RequestLimits.ReadAhead;
            kestrel.Listen(options.Listen, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.ListenUnixSocket(options.AdminSocket, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(AdminConnection.Mark);
                    return next(connection);
                });
            });
        });
        return builder.Build();
    }

    private static async Task DispatchAsync(HttpContext context, AdminEndpoints admin, PublicEndpoints open)
    {
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
