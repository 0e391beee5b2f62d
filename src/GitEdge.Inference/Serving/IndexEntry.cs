namespace GitEdge.Inference.Serving;

/// <summary>One version in the public answer to <c>POST v2/repository/index</c>, in the form of Triton's repository extension.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">READY, LOADING or UNAVAILABLE.</param>
/// <param name="Reason">Why it is unavailable, or what the warm-up met; empty otherwise.</param>
internal sealed record IndexEntry(string Name, string Version, string State, string Reason);
