namespace GitEdge.Inference.Models;

/// <summary>A version was loaded, or was there already.</summary>
/// <param name="Model">The version.</param>
/// <param name="Took">Reading, hashing, loading and warming up; zero when it was there already.</param>
/// <param name="WarmUp">What the model said to the warm-up, when it refused it.</param>
internal sealed record LoadResult(ModelVersion Model, TimeSpan Took, string? WarmUp);
