using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GitEdge.Inference.Serving;

namespace GitEdge.Inference.Admin;

/// <summary>The admin listener's messages. Unknown fields in requests are errors, so that a misspelt one is not ignored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<ModelIndexEntry>))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(LoadRequest))]
[JsonSerializable(typeof(LoadReply))]
[JsonSerializable(typeof(PromoteRequest))]
[JsonSerializable(typeof(PromoteReply))]
[JsonSerializable(typeof(UnloadRequest))]
[JsonSerializable(typeof(UnloadReply))]
[JsonSerializable(typeof(StatisticsReply))]
[JsonSerializable(typeof(AdminError))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>Writes quotes and letters as they are: the answers are JSON, never part of a web page.</summary>
    public static AdminJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
