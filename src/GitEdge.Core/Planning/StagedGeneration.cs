using GitEdge.Core.Primitives;

namespace GitEdge.Core.Planning;

/// <summary>What a slot holds, as its own record says.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Number">The generation's number.</param>
/// <param name="Content">The generation's content.</param>
public sealed record StagedGeneration(Slot Slot, long Number, Sha256Digest Content);
