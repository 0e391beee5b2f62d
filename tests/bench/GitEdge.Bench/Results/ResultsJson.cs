using System.Text.Json.Serialization;

namespace GitEdge.Bench.Results;

/// <summary>The written form of results.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BenchResult))]
internal sealed partial class ResultsJson : JsonSerializerContext;
