namespace GitEdge.Bench.Load;

/// <summary>An answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Digest">Of the model that gave it, <c>sha256:…</c>.</param>
internal readonly record struct InferAnswer(int Status, string Digest);
