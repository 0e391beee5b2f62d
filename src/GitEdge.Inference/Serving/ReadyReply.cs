namespace GitEdge.Inference.Serving;

/// <summary>Answer to the health calls.</summary>
/// <param name="Name">The model, for one.</param>
/// <param name="Version">Its version, for one.</param>
/// <param name="Live">For the server's liveness.</param>
/// <param name="Ready">For readiness.</param>
internal sealed record ReadyReply(string? Name = null, string? Version = null, bool? Live = null, bool? Ready = null);
