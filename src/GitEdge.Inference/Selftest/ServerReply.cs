namespace GitEdge.Inference.Selftest;

/// <summary>What came of one call.</summary>
/// <param name="Fault">Why there is no answer: the server died or hangs, and is started again for the next one. Null when there is one.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="Header">Length of its JSON part where binary data follows.</param>
internal sealed record ServerReply(string? Fault, int Status, byte[] Body, int Header);
