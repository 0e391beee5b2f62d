namespace GitEdge.Inference.Serving;

/// <summary>The protocol's form of an error.</summary>
/// <param name="Error">What was expected, what was got.</param>
internal sealed record ErrorReply(string Error);
