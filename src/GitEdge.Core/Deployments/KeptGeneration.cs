using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>A generation as its keeper knows it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Slot">Where it lies.</param>
/// <param name="Release">The release it came from.</param>
/// <param name="Content">What it is by content.</param>
public sealed record KeptGeneration(long Number, Slot Slot, ReleaseName Release, Sha256Digest Content);
