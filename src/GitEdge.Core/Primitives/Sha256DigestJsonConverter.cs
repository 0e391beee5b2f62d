using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Core.Primitives;

/// <summary>Writes a digest as its text. Public because other assemblies' source-generated JSON must reach it.</summary>
public sealed class Sha256DigestJsonConverter : JsonConverter<Sha256Digest>
{
    /// <inheritdoc/>
    public override Sha256Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Sha256Digest.TryParse(reader.GetString(), out var digest)
            ? digest
            : throw new JsonException("A digest is written sha256: and 64 lower-case hexadecimal digits.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Sha256Digest value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
