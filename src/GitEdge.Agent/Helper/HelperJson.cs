using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Agent.Helper;

/// <summary>What helper and agent say to each other.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HelperAnswer))]
internal sealed partial class HelperJson : JsonSerializerContext
{
    /// <summary>An answer as JSON.</summary>
    public static string Write(HelperAnswer answer) => JsonSerializer.Serialize(answer, Default.HelperAnswer);

    /// <summary>Reads an answer; null when it is none.</summary>
    public static HelperAnswer? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.HelperAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
