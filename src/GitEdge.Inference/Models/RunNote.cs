namespace GitEdge.Inference.Models;

/// <summary>What was seen in one run.</summary>
/// <param name="Input">Hash of all inputs.</param>
/// <param name="Output">Hash of all outputs.</param>
/// <param name="FiniteInput">No float input holds a NaN or an infinity.</param>
/// <param name="FiniteOutput">No float output does.</param>
internal readonly record struct RunNote(ulong Input, ulong Output, bool FiniteInput, bool FiniteOutput);
