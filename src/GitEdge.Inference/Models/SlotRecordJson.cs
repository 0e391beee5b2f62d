using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Inference.Models;

/// <summary>The record the agent writes into a slot; a newer agent may write more fields.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SlotRecord))]
internal sealed partial class SlotRecordJson : JsonSerializerContext;
