using System.Diagnostics;
using System.Text.Json.Nodes;

namespace GitEdge.Testing;

/// <summary>A real Prometheus on a free port of loopback, which asks its targets twice a second.</summary>
public sealed class PrometheusServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(Process process, int port)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Until.Limit };
    }

    /// <summary>Starts it and waits until it answers questions.</summary>
    /// <param name="directory">Where its configuration and data lie.</param>
    /// <param name="targets">Where metrics are, each a job of its own.</param>
    public static async Task<PrometheusServer> StartAsync(string directory, params IReadOnlyList<Uri> targets)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, "prometheus")).FullName;
        var jobs = targets.Select((target, n) =>
            $"  - {{ job_name: job-{n}, metrics_path: '{target.AbsolutePath}', static_configs: [ {{ targets: ['{target.Authority}'] }} ] }}\n");
        File.WriteAllText(Path.Combine(folder, "prometheus.yml"), $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms }
            scrape_configs:
            {{string.Concat(jobs)}}
            """);
        var (process, port) = StartedServer.On(port => Start(folder, port));
        var server = new PrometheusServer(process, port);
        await Until.TrueAsync(server.IsReadyAsync, "Prometheus to be ready");
        return server;
    }

    /// <summary>Prometheus' own program of that name: from the system, or as eng/setup fetched it.</summary>
    public static string Program(string name)
    {
        var local = Repository.File(".setup", name);
        return File.Exists(local) ? local : name;
    }

    /// <summary>What an expression gives now: its series, each with <c>metric</c> and <c>value</c>.</summary>
    /// <exception cref="InvalidOperationException">It is none that Prometheus can answer.</exception>
    public async Task<IReadOnlyList<JsonNode>> QueryAsync(string expression) =>
        [.. (await AskAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}"))["result"]!.AsArray().Select(series => series!)];

    /// <summary>The values that a label has in the series of a selector, all of them when it is empty.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(string label, string selector = "")
    {
        var match = selector.Length > 0 ? $"?match[]={Uri.EscapeDataString(selector)}" : "";
        return [.. (await AskAsync($"api/v1/label/{label}/values{match}")).AsArray().Select(value => (string)value!)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var response = await _http.GetAsync(new Uri("-/ready", UriKind.Relative));
        return response.IsSuccessStatusCode;
    }

    private async Task<JsonNode> AskAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (string?)answer["status"] == "success"
            ? answer["data"]!
            : throw new InvalidOperationException($"{Uri.UnescapeDataString(path)}: {answer["error"]}");
    }

    private static Process Start(string folder, int port) => Process.Start(new ProcessStartInfo(Program("prometheus"),
    [
        $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
    ])
    { UseShellExecute = false, RedirectStandardError = true })!;
}
