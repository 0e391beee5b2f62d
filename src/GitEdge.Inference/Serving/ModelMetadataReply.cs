using System.Text.Json.Serialization;

namespace GitEdge.Inference.Serving;

/// <summary>Answer to <c>GET v2/models/{m}[/versions/{v}]</c>.</summary>
/// <param name="Name">The model.</param>
/// <param name="Versions">All versions that answer.</param>
/// <param name="Platform">As Triton names it.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Identity">What exactly answers.</param>
internal sealed record ModelMetadataReply(
    string Name,
    IReadOnlyList<string> Versions,
    string Platform,
    IReadOnlyList<TensorMetadata> Inputs,
    IReadOnlyList<TensorMetadata> Outputs,
    [property: JsonPropertyName("gitedge")] ModelIdentity Identity);
