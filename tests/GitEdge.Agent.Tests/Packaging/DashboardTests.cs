using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitEdge.Agent.Tests.Agent;

namespace GitEdge.Agent.Tests.Packaging;

/// <summary>The Grafana dashboard asks for what the agent and the model server tell.</summary>
[Collection(AgentCollection.Name)]
public sealed partial class DashboardTests
{
    [Fact]
    public void Every_metric_that_the_dashboard_asks_for_is_one_that_the_docs_name()
    {
        var asked = Dashboard.Expressions.SelectMany(one => Dashboard.MetricsIn(one.Expression))
            .Concat(Dashboard.Variables.Skip(1).Select(variable => Dashboard.AskedBy(variable).Metric)).Distinct().ToList();

        Assert.True(asked.Count > 15, $"only {asked.Count} metrics were read");
        Assert.Equal([], Unknown(asked));
    }

    [Fact]
    public void Every_panel_has_title_words_unit_and_the_chosen_datasource()
    {
        Assert.Equal("datasource", (string?)Dashboard.Variables[0]["type"]);
        Assert.Equal(Dashboard.Panels.Count, Dashboard.Panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        Assert.All(Dashboard.Panels, panel =>
        {
            Assert.NotEqual("", (string)panel["title"]!);
            Assert.InRange(((string)panel["description"]!).Length, 20, 160);
            Assert.NotEqual("", (string)panel["fieldConfig"]!["defaults"]!["unit"]!);
            Assert.All(panel["targets"]!.AsArray().Append(panel), one => Assert.Equal("${datasource}", (string?)one!["datasource"]!["uid"]));
        });
    }

    /// <summary>A device that has changed its model and was offered what nobody signed, asked by a real Prometheus.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Every_query_finds_what_a_real_device_tells()
    {
        using var device = new AgentDevice();
        Directory.CreateDirectory(device["metrics"]);
        device.Manifest = device.Manifest with { Metrics = device["metrics", "gitedge.prom"] };
        using var files = NginxServer.Start(device["nginx"], $"root {device["metrics"]}; default_type text/plain;");
        using var prometheus = await PrometheusServer.StartAsync(device["data"], new Uri($"http://127.0.0.1:{files.Port}/gitedge.prom"), new Uri(device.Server!.Url, "metrics"));
        using var agent = device.Compose();
        device.Fleet.Release(TestModels.Good(1));
        await agent.Service.StartAsync(CancellationToken.None);
        await SeesAsync(prometheus, "gitedge_committed_counter == 1 and on () gitedge_model_info");

        var digest = device.Fleet.Release(TestModels.Good(2));
        agent.Service.Wake();
        await SeesAsync(prometheus, "gitedge_committed_counter == 2 and on () (sum by () (increase(gitedge_phase_duration_seconds_count{phase=\"Committed\"}[1h])) > 0)");
        device.Fleet.Prepare(TestModels.Good(3));
        device.Fleet.Repository.Git("tag", "-a", "-m", "Release", "rollout/stable/3");
        agent.Service.Wake();
        await SeesAsync(prometheus, "gitedge_rejections_total > 0");
        await SeesAsync(prometheus, "sum by () (rate(nv_inference_request_success[1m])) > 0", () => device.AskAsync(0, 1, 2));

        var chosen = await ChooseAsync(prometheus);
        foreach (var (panel, expression) in Dashboard.Expressions)
        {
            var found = await prometheus.QueryAsync(chosen.Aggregate(expression, (text, one) => text.Replace(one.Key, one.Value, StringComparison.Ordinal)));
            Assert.True(found.Count > 0, $"{panel}: nothing answers {expression}");
            Assert.True(found.All(series => double.IsFinite(ValueOf(series))), $"{panel}: {expression} is no number");
        }
        Assert.Equal(digest, (string?)(await prometheus.QueryAsync("gitedge_model_info{default=\"true\"}")).Single()["metric"]!["digest"]);
        Assert.Equal("unsigned-tag", (string?)(await prometheus.QueryAsync("gitedge_condition_ok == 0")).Single()["metric"]!["reason"]);
        var told = (await prometheus.ValuesAsync("__name__")).Where(name => name != "up" && !name.StartsWith("scrape_", StringComparison.Ordinal)).ToList();
        Assert.Equal([], Unknown(told));
        await agent.Service.StopAsync(CancellationToken.None);
    }

    /// <summary>Waits until Prometheus has an answer.</summary>
    private static Task SeesAsync(PrometheusServer prometheus, string expression, Func<Task>? before = null) => Until.TrueAsync(
        async () =>
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            return (await prometheus.QueryAsync(expression)).Count > 0;
        },
        expression);

    /// <summary>What Grafana puts for its variables when everything is chosen.</summary>
    private static async Task<Dictionary<string, string>> ChooseAsync(PrometheusServer prometheus)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal) { ["$__rate_interval"] = "1m", ["$__range"] = "1h" };
        foreach (var variable in Dashboard.Variables.Skip(1))
        {
            var (metric, label) = Dashboard.AskedBy(variable);
            chosen[$"${(string)variable["name"]!}"] = Assert.Single(await prometheus.ValuesAsync(label, metric));
        }
        return chosen;
    }

    private static double ValueOf(JsonNode series) => double.Parse((string)series["value"]![1]!, CultureInfo.InvariantCulture);

    /// <summary>The metrics that tables of the docs list.</summary>
    /// <summary>Those that no table of the docs begins with, by their own name or, of a histogram, by its.</summary>
    private static IEnumerable<string> Unknown(IEnumerable<string> metrics)
    {
        var documented = Documented();
        return metrics.Where(metric => !documented.Contains(metric) && !documented.Contains(Dashboard.FamilyOf(metric)));
    }

    private static HashSet<string> Documented() =>
    [
        .. new[] { "operations.md", "serving.md" }.SelectMany(name => File.ReadLines(Repository.File("docs", name)))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Quoted().Matches(line.Split('|')[1])).Select(match => match.Groups["name"].Value),
    ];

    [GeneratedRegex("`(?<name>[a-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
