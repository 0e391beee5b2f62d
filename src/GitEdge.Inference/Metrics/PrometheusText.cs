using System.Globalization;
using System.Text;
using GitEdge.Inference.Models;

namespace GitEdge.Inference.Metrics;

/// <summary>
/// Metrics in Prometheus' text form, version 0.0.4, under the names that dashboards for Triton know. What is not loaded
/// has no series.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The shortest bucket is 2^6 = 64 µs, the longest 2^24 = 16.8 s.</summary>
    private const int FirstPower = 6;
    private const int LastPower = 24;

    public static byte[] Write(CatalogSnapshot snapshot)
    {
        var text = new StringBuilder();
        var versions = (from model in snapshot.Models.Values
                        from entry in model.Versions.Values
                        where entry.Loaded is not null
                        select entry.Loaded).ToArray();
        Family(text, versions, "nv_inference_request_success", "Requests answered", static statistics => statistics.Successes);
        Family(text, versions, "nv_inference_request_failure", "Requests to this version that the model or the server failed on", static statistics => statistics.Failures);
        Family(text, versions, "nv_inference_count", "Requests answered, as Triton counts inferences", static statistics => statistics.Successes);
        Family(text, versions, "nv_inference_exec_count", "Runs of the model for them", static statistics => statistics.Successes);
        Family(text, versions, "nv_inference_request_duration_us", "Time from the body read to the answer written, of answered requests", static statistics => Microseconds(statistics.Times.Request));
        Family(text, versions, "nv_inference_queue_duration_us", "Of that, time in line", static statistics => Microseconds(statistics.Times.Queue));
        Family(text, versions, "nv_inference_compute_input_duration_us", "Of that, time to read the inputs", static statistics => Microseconds(statistics.Times.Input));
        Family(text, versions, "nv_inference_compute_infer_duration_us", "Of that, time in the model", static statistics => Microseconds(statistics.Times.Compute));
        Family(text, versions, "nv_inference_compute_output_duration_us", "Of that, time to write the outputs", static statistics => Microseconds(statistics.Times.Output));
        Family(text, versions, "gitedge_model_rejected_requests", "Requests that were malformed or did not fit", static statistics => statistics.Rejected);
        Family(text, versions, "gitedge_model_excused_requests", "Requests that went wrong here and on the version before alike", static statistics => statistics.Excused);
        Family(text, versions, "gitedge_model_bad_outputs", "Answers to finite inputs with a NaN or an infinity", static statistics => statistics.BadOutputs);
        Latency(text, versions);
        Header(text, "gitedge_model_info", "gauge", "What is loaded, and what answers by default");
        foreach (var version in versions)
        {
            var isDefault = snapshot.Models[version.Name].Default == version ? "true" : "false";
            text.Append(CultureInfo.InvariantCulture, $"gitedge_model_info{{model=\"{version.Name}\",version=\"{version.Version}\",digest=\"{version.Digest}\",default=\"{isDefault}\"}} 1\n");
        }
        Header(text, "process_resident_memory_bytes", "gauge", "Resident memory of the server");
        text.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {GlibcMemory.Resident()}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private static void Family(StringBuilder text, ModelVersion[] versions, string name, string help, Func<ModelStatistics, long> value)
    {
        Header(text, name, "counter", help);
        foreach (var version in versions)
            text.Append(CultureInfo.InvariantCulture, $"{name}{{model=\"{version.Name}\",version=\"{version.Version}\"}} {value(version.Statistics)}\n");
    }

    private static void Latency(StringBuilder text, ModelVersion[] versions)
    {
        const string Name = "gitedge_model_request_duration_seconds";
        Header(text, Name, "histogram", "Time from the body read to the answer written, of answered requests");
        foreach (var version in versions)
        {
            var labels = $"model=\"{version.Name}\",version=\"{version.Version}\"";
            var counts = version.Statistics.Latency.CountsBelowPowers(FirstPower, LastPower);
            for (var power = FirstPower; power <= LastPower; power++)
                text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels},le=\"{Seconds(1L << power)}\"}} {counts[power - FirstPower]}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels},le=\"+Inf\"}} {counts[^1]}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{{{labels}}} {Seconds(Microseconds(version.Statistics.Times.Request))}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Name}_count{{{labels}}} {counts[^1]}\n");
        }
    }

    private static decimal Seconds(long microseconds) => microseconds / 1_000_000m;

    private static void Header(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
}
