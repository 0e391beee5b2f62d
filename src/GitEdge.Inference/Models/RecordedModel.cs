using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Models;

/// <summary>A model as the slot's record names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">What its bytes must be.</param>
internal sealed record RecordedModel(string Name, Sha256Digest Digest);
