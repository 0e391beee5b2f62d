using System.Text.Json.Serialization;

namespace GitEdge.Inference.Selftest;

/// <summary>The JSON part of an answer whose outputs are all in binary.</summary>
internal sealed record AnswerHeader
{
    public required IReadOnlyList<Output> Outputs { get; init; }

    internal sealed record Output
    {
        public required string Name { get; init; }

        public required string Datatype { get; init; }

        public required IReadOnlyList<long> Shape { get; init; }

        public required Form Parameters { get; init; }
    }

    internal sealed record Form([property: JsonPropertyName("binary_data_size")] int Size);
}
