using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Core.Deployments;

/// <summary>
/// What an operator said about beginning new generations on this device. While it lasts nothing new is begun; what has begun
/// is finished, and drift is repaired.
/// </summary>
public sealed record OperatorPause
{
    /// <summary>The format of the persisted form.</summary>
    public int Format { get; init; } = 1;

    /// <summary>False when the last pause was lifted.</summary>
    public bool IsPaused { get; init; }

    /// <summary>When it was said.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it ends by itself; null: when it is lifted.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it is in force.</summary>
    public bool IsInForce(DateTimeOffset now) => IsPaused && (Until is null || now < Until);

    /// <summary>As UTF-8 JSON.</summary>
    public static byte[] Write(OperatorPause pause) => JsonSerializer.SerializeToUtf8Bytes(pause, OperatorPauseJson.Default.OperatorPause);

    /// <summary>Reads one; null when the bytes are none.</summary>
    public static OperatorPause? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OperatorPauseJson.Default.OperatorPause) is { Format: 1 } pause ? pause : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
