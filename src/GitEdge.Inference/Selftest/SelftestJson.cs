using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Inference.Selftest;

/// <summary>The report of a self-test, and what it says to the server and hears from it.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SelftestReport))]
[JsonSerializable(typeof(AnswerHeader))]
internal sealed partial class SelftestJson : JsonSerializerContext
{
    /// <summary>Writes quotes and letters as they are.</summary>
    public static SelftestJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
