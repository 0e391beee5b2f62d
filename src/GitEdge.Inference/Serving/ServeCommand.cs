using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference.Serving;

/// <summary><c>gitedge-inference serve</c>.</summary>
internal static class ServeCommand
{
    private const long DefaultMaxRequest = 64L << 20;

    /// <summary>The command, for the root command.</summary>
    public static Command Create()
    {
        var root = new Option<DirectoryInfo>("--root")
        {
            Required = true,
            HelpName = "DIR",
            Description = "Folder with slots/a, slots/b and the link active. Read only.",
        };
        var listen = new Option<IPEndPoint>("--listen")
        {
            DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 8500),
            CustomParser = result => EndPointOf(Single(result)) ?? Refuse<IPEndPoint>(result, "--listen must be http://ADDRESS:PORT, with a numeric address or localhost and nothing after the port"),
            HelpName = "URL",
            Description = "Where the Open Inference Protocol and /metrics are served: http://ADDRESS:PORT. Port 0 takes a free one and logs it.",
        };
        var admin = new Option<FileInfo>("--admin")
        {
            DefaultValueFactory = _ => new FileInfo("/run/gitedge/inference.sock"),
            HelpName = "SOCKET",
            Description = "Unix socket of the admin listener, made with mode 0660.",
        };
        var threads = Number("--threads", 0, 0, 1024, "Threads that work on one request together; 0 is one a processor.");
        var most = Number("--max-request-bytes", DefaultMaxRequest, 1024, int.MaxValue, "The largest request body that is taken.");
        var traffic = Number("--max-traffic-bytes", 0, 0, long.MaxValue, "What the requests under way may take together, and their answers as much again, those up to 64 KiB left out; 0 is four times --max-request-bytes. Beyond: 503.");
        var connections = Number("--max-connections", 512, 1, 1 << 20, "Connections at once; more are closed at once.");
        var seconds = Number("--max-request-seconds", 0, 0, 86_400, "How long one request may take, its time in line included, before the model is ended at its next operator; 0 is no limit.");
        var drain = Number("--drain-seconds", 30, 1, 3600, "How long an unload or a stop waits for running requests before it ends them.");
        var parent = new Option<int?>("--parent") { Hidden = true, Description = "Process id of the parent: end with it." };
        var command = new Command("serve", "Serve the models of the active slot over the Open Inference Protocol v2.") { root, listen, admin, threads, most, traffic, connections, seconds, drain, parent };
        command.SetAction((result, cancellationToken) => result.GetValue(parent) is { } id && !OwnProcess.TryEndWith(id) ? Task.FromResult(1) : InferenceServer.RunAsync(
            new ServeOptions(result.GetRequiredValue(root).FullName, result.GetRequiredValue(listen), result.GetRequiredValue(admin).FullName,
                Threads(result.GetRequiredValue(threads)), Limits((result.GetRequiredValue(most), result.GetRequiredValue(traffic), result.GetRequiredValue(connections), result.GetRequiredValue(seconds))), TimeSpan.FromSeconds(result.GetRequiredValue(drain))),
            cancellationToken));
        return command;
    }

    private static int Threads(long asked) => asked == 0 ? Environment.ProcessorCount : (int)asked;

    // A budget that one body does not fit into would never let it in.
    private static RequestLimits Limits((long Body, long Traffic, long Connections, long Seconds) asked) => new(
        asked.Body, asked.Traffic == 0 ? 4 * asked.Body : Math.Max(asked.Traffic, asked.Body + 1), asked.Connections,
        asked.Seconds == 0 ? null : TimeSpan.FromSeconds(asked.Seconds));

    private static Option<long> Number(string name, long standard, long least, long most, string description) => new(name)
    {
        DefaultValueFactory = _ => standard,
        CustomParser = result => long.TryParse(Single(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Refuse<long>(result, $"{name} must be a whole number from {least} to {most}"),
        HelpName = "N",
        Description = description,
    };

    private static string Single(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        result.AddError($"{expected}, got '{Single(result)}'.");
        return default;
    }

    private static IPEndPoint? EndPointOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url is not { Scheme: "http", PathAndQuery: "/", Fragment: "", UserInfo: "" })
            return null;
        return string.Equals(url.Host, "localhost", StringComparison.Ordinal)
            ? new IPEndPoint(IPAddress.Loopback, url.Port)
            : IPAddress.TryParse(url.Host, out var address) ? new IPEndPoint(address, url.Port) : null;
    }
}
