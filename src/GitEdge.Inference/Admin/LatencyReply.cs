using System.Text.Json.Serialization;

namespace GitEdge.Inference.Admin;

/// <summary>Percentiles in microseconds, from the body read to the answer written; null before the first answer.</summary>
internal sealed record LatencyReply(
    [property: JsonPropertyName("p50"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? P50,
    [property: JsonPropertyName("p95"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? P95,
    [property: JsonPropertyName("p99"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? P99);
