using System.Text.Json.Serialization;

namespace GitEdge.Agent.Inference;

/// <summary>Bodies the admin listener takes: <c>{"parameters":{…}}</c> and <c>{"versions":{…}}</c>; nulls are left out.</summary>
internal sealed record AdminBody
{
    public AdminParameters? Parameters { get; init; }

    public IReadOnlyDictionary<string, string>? Versions { get; init; }

    internal sealed record AdminParameters
    {
        public string? Slot { get; init; }

        public string? Version { get; init; }

        public string? Digest { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Force { get; init; }
    }
}
