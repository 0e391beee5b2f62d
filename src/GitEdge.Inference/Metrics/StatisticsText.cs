using System.Buffers;
using System.Text.Json;
using GitEdge.Inference.Models;

namespace GitEdge.Inference.Metrics;

/// <summary>
/// Statistics in the form of Triton's statistics extension. A request is one inference and one execution, whatever its first
/// dimension, as with Triton's models that do not batch; nothing is answered from a cache.
/// </summary>
internal static class StatisticsText
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<ModelVersion> versions)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        json.WriteStartArray("model_stats"u8);
        foreach (var version in versions)
            Write(json, version);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ModelVersion version)
    {
        var statistics = version.Statistics;
        var (count, times) = (statistics.Successes, statistics.Times);
        json.WriteStartObject();
        json.WriteString("name"u8, version.Name);
        json.WriteString("version"u8, version.Version);
        json.WriteNumber("last_inference"u8, statistics.LastAnswer);
        json.WriteNumber("inference_count"u8, count);
        json.WriteNumber("execution_count"u8, count);
        json.WriteStartObject("inference_stats"u8);
        Duration(json, "success"u8, count, times.Request);
        Duration(json, "fail"u8, statistics.Failures, statistics.FailureTime);
        Duration(json, "queue"u8, count, times.Queue);
        Computing(json, count, times);
        Duration(json, "cache_hit"u8, 0, TimeSpan.Zero);
        Duration(json, "cache_miss"u8, 0, TimeSpan.Zero);
        json.WriteEndObject();
        json.WriteStartArray("batch_stats"u8);
        if (count > 0)
        {
            json.WriteStartObject();
            json.WriteNumber("batch_size"u8, 1);
            Computing(json, count, times);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Computing(Utf8JsonWriter json, long count, RequestTimes times)
    {
        Duration(json, "compute_input"u8, count, times.Input);
        Duration(json, "compute_infer"u8, count, times.Compute);
        Duration(json, "compute_output"u8, count, times.Output);
    }

    private static void Duration(Utf8JsonWriter json, ReadOnlySpan<byte> name, long count, TimeSpan time)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, count);
        json.WriteNumber("ns"u8, time.Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteEndObject();
    }
}
