using System.Globalization;
using System.Text;
using GitEdge.Core.Deployments;

namespace GitEdge.Core.Status;

/// <summary>
/// The agent's metrics in Prometheus' text format 0.0.4 (prometheus.io, "Exposition formats"). Labels come from fixed sets: the channel, the
/// agent's version, names of conditions and phases, reason codes. No names, digests, addresses or messages.
/// </summary>
public static class MetricsText
{
    /// <summary>All of them; what is not known has no sample.</summary>
    public static string Of(DeviceStatus status, AgentCounters counters)
    {
        var text = new StringBuilder();
        Gauge(text, "gitedge_agent_info", "The agent's version, and the channel that the device follows.", [(Labels(("version", status.Agent), ("channel", status.Channel)), 1)]);
        Gauge(text, "gitedge_condition_ok", "Whether a condition is as it should be, and why not.",
            status.Conditions.Select(one => (Labels(("condition", one.Type.ToString()), ("reason", one.Reason)), one.Ok ? 1d : 0)));
        Gauge(text, "gitedge_condition_since_timestamp_seconds", "Since when a condition is as it is.",
            status.Conditions.Select(one => (Labels(("condition", one.Type.ToString())), Seconds(one.Since))));
        Family(text, "gitedge_rejections_total", "counter", "What the repository newly offered and was not believed, by reason.",
            counters.Rejections.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (Labels(("reason", one.Key)), (double)one.Value)));
        Family(text, "gitedge_polls_total", "counter", "Polls of the fleet repository.",
            [(Labels(("outcome", "succeeded")), counters.PollsSucceeded), (Labels(("outcome", "failed")), counters.PollsFailed)]);
        Gauge(text, "gitedge_status_timestamp_seconds", "When this was written.", [("", Seconds(status.At))]);
        Gauge(text, "gitedge_last_contact_timestamp_seconds", "When the fleet repository last answered.", Known(status.LastContact));
        Gauge(text, "gitedge_next_poll_timestamp_seconds", "When the fleet repository will be asked again.", Known(status.NextPoll));
        Gauge(text, "gitedge_accepted_epoch", "Epoch of the release last accepted.", status.Accepted is { } epoch ? [("", epoch.Epoch)] : []);
        Gauge(text, "gitedge_accepted_counter", "Number of the release last accepted.", status.Accepted is { } counter ? [("", counter.Counter)] : []);
        Gauge(text, "gitedge_committed_epoch", "Epoch of the release that was committed.", status.Current is { } epochNow ? [("", epochNow.Release.Epoch)] : []);
        Gauge(text, "gitedge_committed_counter", "Number of the release that was committed.", status.Current is { } counterNow ? [("", counterNow.Release.Counter)] : []);
        Gauge(text, "gitedge_generation", "Number of the generation that was committed.", status.Current is { } current ? [("", current.Number)] : []);
        Gauge(text, "gitedge_target_generation", "Number of the generation under way.", status.Target is { } target ? [("", target.Number)] : []);
        Gauge(text, "gitedge_phase", "1 for the phase in which the device is.",
            Enum.GetValues<DeploymentPhase>().Select(phase => (Labels(("phase", phase.ToString())), phase == status.Phase ? 1d : 0)));
        Phases(text, counters);
        return text.ToString();
    }

    private static void Phases(StringBuilder text, AgentCounters counters)
    {
        const string Name = "gitedge_phase_duration_seconds";
        Header(text, Name, "summary", "How long phases took that were left.");
        // One that was never left counts 0: Prometheus sees an increase only in a series that was there before.
        foreach (var phase in Enum.GetValues<DeploymentPhase>())
        {
            var (count, total) = counters.Phases.GetValueOrDefault(phase);
            var labels = Labels(("phase", phase.ToString()));
            Sample(text, $"{Name}_sum{labels}", total.TotalSeconds);
            Sample(text, $"{Name}_count{labels}", count);
        }
    }

    private static void Gauge(StringBuilder text, string name, string help, IEnumerable<(string Labels, double Value)> samples) => Family(text, name, "gauge", help, samples);

    private static void Family(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        Header(text, name, type, help);
        foreach (var (labels, value) in samples)
            Sample(text, name + labels, value);
    }

    private static void Header(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Sample(StringBuilder text, string series, double value) => text.Append(CultureInfo.InvariantCulture, $"{series} {value:R}\n");

    private static IEnumerable<(string Labels, double Value)> Known(DateTimeOffset? time) => time is { } known ? [("", Seconds(known))] : [];

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;

    private static string Labels(params (string Name, string Value)[] labels) => $"{{{string.Join(',', labels.Select(one => $"{one.Name}=\"{Escape(one.Value)}\""))}}}";

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
