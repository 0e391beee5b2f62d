using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>Reads one rollout manifest.</summary>
internal delegate Validated<RolloutManifest> ReadRollout(string path, ReadOnlyMemory<byte> content);
