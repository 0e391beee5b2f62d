using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Agent.Inference;

/// <summary>JSON of the admin listener, the client's side: fields a newer server adds are passed over.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(IReadOnlyList<ServedModel>))]
[JsonSerializable(typeof(LoadedVersion))]
[JsonSerializable(typeof(Promotion))]
[JsonSerializable(typeof(Unloading))]
[JsonSerializable(typeof(VersionStats))]
[JsonSerializable(typeof(ServerFacts))]
[JsonSerializable(typeof(AdminBody))]
[JsonSerializable(typeof(AdminError))]
internal sealed partial class AdminJson : JsonSerializerContext;
