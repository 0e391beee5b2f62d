namespace GitEdge.Inference.Serving;

/// <summary>Answer to <c>GET v2</c>.</summary>
/// <param name="Name">The server.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">Names of the protocol's extensions that are offered.</param>
/// <param name="Runtime">The version of ONNX Runtime, which is part of what decides an answer.</param>
/// <param name="RuntimeVersion">That version alone, <c>1.27.0</c>.</param>
/// <param name="Providers">The execution providers models run on.</param>
/// <param name="MaximumOpset">Highest version of the default operator set the runtime implements.</param>
internal sealed record ServerMetadata(
    string Name, string Version, IReadOnlyList<string> Extensions, string Runtime, string RuntimeVersion, IReadOnlyList<string> Providers, int MaximumOpset);
