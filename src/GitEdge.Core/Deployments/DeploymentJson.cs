using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GitEdge.Core.Deployments;

/// <summary>The persisted form of <see cref="DeploymentState"/> and <see cref="Custody"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeploymentState))]
[JsonSerializable(typeof(Custody))]
public sealed partial class DeploymentJson : JsonSerializerContext
{
    /// <summary>The state as UTF-8 JSON.</summary>
    public static byte[] Write(DeploymentState state) => JsonSerializer.SerializeToUtf8Bytes(state, Default.DeploymentState);

    /// <summary>Reads a state; null when the bytes are not one.</summary>
    public static DeploymentState? Read(ReadOnlySpan<byte> json) =>
        Read(json, Default.DeploymentState) is { Format: 1 } state ? state : null;

    /// <summary>A custody as UTF-8 JSON.</summary>
    public static byte[] Write(Custody custody) => JsonSerializer.SerializeToUtf8Bytes(custody, Default.Custody);

    /// <summary>Reads a custody; null when the bytes are not one.</summary>
    public static Custody? ReadCustody(ReadOnlySpan<byte> json) => Read(json, Default.Custody) is { Format: 1 } custody ? custody : null;

    private static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
