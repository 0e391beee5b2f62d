using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Core.Deployments;

/// <summary>The persisted form of <see cref="DeploymentState"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeploymentState))]
public sealed partial class DeploymentJson : JsonSerializerContext
{
    /// <summary>The state as UTF-8 JSON.</summary>
    public static byte[] Write(DeploymentState state) => JsonSerializer.SerializeToUtf8Bytes(state, Default.DeploymentState);

    /// <summary>Reads a state; null when the bytes are not one.</summary>
    public static DeploymentState? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.DeploymentState) is { Format: 1 } state ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
