namespace GitEdge.Inference.Admin;

/// <summary>One version in the answer to <c>POST v2/repository/index</c>.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">READY, LOADING or UNAVAILABLE.</param>
/// <param name="Reason">Why it is unavailable, or what the warm-up met; empty otherwise.</param>
/// <param name="Digest"><c>sha256:…</c> of the loaded bytes; absent when not loaded.</param>
/// <param name="Default">Whether it answers requests that name no version.</param>
/// <param name="Size">Bytes of the model's file; absent when not loaded.</param>
internal sealed record ModelIndexEntry(string Name, string Version, string State, string Reason, string? Digest, bool Default, long? Size);
