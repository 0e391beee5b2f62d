using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>A golden file in a slot: <c>golden/&lt;model&gt;/&lt;path&gt;</c>.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Path">Path below the model's golden directory, with forward slashes.</param>
/// <param name="Digest">Its bytes.</param>
/// <param name="Size">Their exact length.</param>
internal sealed record SlotGolden(string Model, string Path, Sha256Digest Digest, long Size);
