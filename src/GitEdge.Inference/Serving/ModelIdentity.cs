namespace GitEdge.Inference.Serving;

/// <summary>What exactly answers.</summary>
/// <param name="Version">The version that this metadata describes.</param>
/// <param name="Digest"><c>sha256:…</c> of the bytes that were loaded.</param>
/// <param name="Default">Whether requests that name no version come here.</param>
/// <param name="UnsupportedOutputs">Outputs that the protocol can not carry.</param>
internal sealed record ModelIdentity(string Version, string Digest, bool Default, IReadOnlyList<string> UnsupportedOutputs);
