using System.Text.Json;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>Writes and reads <see cref="SlotGeneration"/>. There is one spelling: any other bytes are refused.</summary>
internal static class SlotRecord
{
    /// <summary>More than any device's models and golden files need.</summary>
    public const int LongestFile = 16 * 1024 * 1024;

    /// <summary>The bytes of the file, sealed.</summary>
    public static byte[] Encode(SlotGeneration generation) =>
        Bytes(generation with { Seal = Sha256Digest.Of(Bytes(generation with { Seal = null })) });

    /// <summary>The generation in the file, or null and what is wrong with it.</summary>
    public static SlotGeneration? Decode(ReadOnlySpan<byte> bytes, out string fault)
    {
        try
        {
            var generation = JsonSerializer.Deserialize(bytes, SlotJson.Default.SlotGeneration);
            fault = Judge(generation, bytes);
            return fault.Length == 0 ? generation! with { Seal = null } : null;
        }
        catch (JsonException e)
        {
            fault = $"is not the record of a slot: {e.Message}";
            return null;
        }
    }

    private static string Judge(SlotGeneration? generation, ReadOnlySpan<byte> bytes)
    {
        if (generation is null)
            return "is empty";
        if (generation.Format != SlotGeneration.CurrentFormat)
            return $"has format {generation.Format}; this version reads format {SlotGeneration.CurrentFormat}";
        if (!Encode(generation).AsSpan().SequenceEqual(bytes))
            return "does not match its own seal";
        var errors = SlotNames.Errors(generation);
        return string.Join("; ", errors);
    }

    private static byte[] Bytes(SlotGeneration generation) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(generation, SlotJson.Default.SlotGeneration), (byte)'\n'];
}
