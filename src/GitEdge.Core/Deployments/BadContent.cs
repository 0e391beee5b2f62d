using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>Content that failed on this device and is not tried again, under whatever commit it comes.</summary>
/// <param name="Content">The content's digest.</param>
/// <param name="Release">The release it failed under.</param>
/// <param name="Fault">Why.</param>
public sealed record BadContent(Sha256Digest Content, ReleaseName Release, Fault Fault);
