namespace GitEdge.Inference.Admin;

/// <summary>Parameters of <c>load</c>.</summary>
/// <param name="Version">Which version; required.</param>
/// <param name="Slot"><c>a</c> or <c>b</c>; the active slot when absent.</param>
/// <param name="Digest">What the file must have; not checked when absent.</param>
internal sealed record LoadParameters(string? Version = null, string? Slot = null, string? Digest = null);
