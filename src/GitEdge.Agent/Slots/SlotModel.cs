using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>A model in a slot: <c>models/&lt;name&gt;/&lt;generation&gt;/model.onnx</c>.</summary>
/// <param name="Name">The name it is served under.</param>
/// <param name="Digest">Its bytes.</param>
/// <param name="Size">Their exact length.</param>
internal sealed record SlotModel(string Name, Sha256Digest Digest, long Size);
