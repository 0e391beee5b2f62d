namespace GitEdge.Inference.Admin;

/// <summary>A refusal, in the protocol's form with a code for programs.</summary>
/// <param name="Error">What, where, why, and what to do.</param>
/// <param name="Code">Stable kebab-case code.</param>
internal sealed record AdminError(string Error, string Code);
