namespace GitEdge.Inference.Protocol;

/// <summary>An output that the answer shall hold.</summary>
/// <param name="Spec">Which.</param>
/// <param name="Binary">Whether its data comes after the JSON header rather than in it.</param>
internal readonly record struct RequestedOutput(TensorSpec Spec, bool Binary);
