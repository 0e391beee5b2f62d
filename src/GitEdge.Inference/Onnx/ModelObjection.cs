namespace GitEdge.Inference.Onnx;

/// <summary>Why a model's bytes are not given to the runtime.</summary>
/// <param name="Code">One of <see cref="Core.Health.PreflightReason"/>.</param>
/// <param name="What">What is wrong, to be written after the model's name.</param>
/// <param name="Cure">What to do, a sentence.</param>
internal sealed record ModelObjection(string Code, string What, string Cure);
