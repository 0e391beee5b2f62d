using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Inference.Serving;

/// <summary>The public listener's messages, tensors apart.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ModelMetadataReply))]
[JsonSerializable(typeof(ReadyReply))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(IReadOnlyList<IndexEntry>))]
internal sealed partial class ServingJson : JsonSerializerContext
{
    /// <summary>Writes quotes and letters as they are: the answers are JSON, never part of a web page.</summary>
    public static ServingJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
