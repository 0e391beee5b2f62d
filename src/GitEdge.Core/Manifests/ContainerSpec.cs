using GitEdge.Core.Primitives;

namespace GitEdge.Core.Manifests;

/// <summary>One container of a profile: the user's own Quadlet file, its image pinned by digest.</summary>
public sealed record ContainerSpec
{
    /// <summary>The name of its unit, without <c>.service</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Image reference by digest: <c>host/name@sha256:…</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Path of the Quadlet <c>.container</c> file in the fleet repository.</summary>
    public required string Quadlet { get; init; }

    /// <summary>The digest of that file, from the release's lock; null of a working tree, which has none.</summary>
    public Sha256Digest? File { get; init; }
}
