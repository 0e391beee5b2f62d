using System.Text.Json;
using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Models;

/// <summary>
/// What of a slot's <c>generation.json</c> the server needs: <c>{"generation":7,"models":[{"name":"vad","digest":"sha256:…"}]}</c>;
/// what else is in it is passed over.
/// </summary>
internal sealed record SlotRecord
{
    private const string FileName = "generation.json";

    /// <summary>The generation's number, which is the version of all its models.</summary>
    public required long Generation { get; init; }

    /// <summary>The models the slot was filled with.</summary>
    public required IReadOnlyList<RecordedModel> Models { get; init; }

    /// <summary>Reads a slot's record. Null without a fault when there is none, with a fault when it can not be used.</summary>
    public static SlotRecord? Read(string slotFolder, out string? fault)
    {
        fault = null;
        var file = Path.Combine(slotFolder, FileName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SlotRecordJson.Default.SlotRecord) ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            fault = $"{file} can not be used: {exception.Message}";
            return null;
        }
    }

    /// <summary>What a version's bytes must be; null when the slot was not filled with it.</summary>
    public Sha256Digest? DigestOf(string name, long version) =>
        version == Generation ? Models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.Ordinal))?.Digest : null;
}
