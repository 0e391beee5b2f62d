using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>What <c>gitedge enroll</c> was asked for. What is null is learned.</summary>
internal sealed record EnrollRequest
{
    /// <summary>Absolute path of the configuration to write.</summary>
    public required string Configuration { get; init; }

    /// <summary>Where the fleet repository is.</summary>
    public required IReadOnlyList<RemoteSpec> Remotes { get; init; }

    /// <summary>The device's id.</summary>
    public string? Device { get; init; }

    /// <summary>The fleet's identity.</summary>
    public Guid? RepoId { get; init; }

    /// <summary>The channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Path of the trust document or allowed_signers; null when <see cref="TrustDigest"/> says which one.</summary>
    public string? TrustFile { get; init; }

    /// <summary>The digest that it has in the repository.</summary>
    public Sha256Digest? TrustDigest { get; init; }

    /// <summary>The folder of the privileged helper; null on a device without one.</summary>
    public string? Helper { get; init; }

    /// <summary>Whether another enrolment is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether nothing is written.</summary>
    public bool DryRun { get; init; }
}
