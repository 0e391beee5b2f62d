namespace GitEdge.Inference.Admin;

/// <summary>Parameters of <c>unload</c>.</summary>
/// <param name="Version">Which version; all of them when absent.</param>
/// <param name="Force">Whether the default may be taken away too.</param>
internal sealed record UnloadParameters(string? Version = null, bool Force = false);
