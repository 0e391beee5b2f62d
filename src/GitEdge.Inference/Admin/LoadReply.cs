namespace GitEdge.Inference.Admin;

/// <summary>Answer to <c>load</c>.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest"><c>sha256:…</c> of the loaded bytes.</param>
/// <param name="LoadMilliseconds">Reading, hashing, loading and warming up; 0 when it was there already.</param>
/// <param name="WarmUp">What the model said to the warm-up on zeros, when it refused it; absent otherwise.</param>
internal sealed record LoadReply(string Name, string Version, string Digest, double LoadMilliseconds, string? WarmUp);
