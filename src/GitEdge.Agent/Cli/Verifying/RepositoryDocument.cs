using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>What <c>gitedge verify --repo --json</c> prints: every step that holds, and either the release or why not.</summary>
internal sealed record RepositoryDocument
{
    /// <summary>Whether everything holds, and a device would take the release now.</summary>
    public required bool Verified { get; init; }

    /// <summary>Stable code, see docs/reasons.md; <c>ok</c> when verified.</summary>
    public required string Reason { get; init; }

    /// <summary>What was found; null when verified.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do; null when verified.</summary>
    public string? Cure { get; init; }

    /// <summary>What holds, in the order it was checked.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>The tag's own name.</summary>
    public required string Tag { get; init; }

    /// <summary>The commit it names.</summary>
    public string? Commit { get; init; }

    /// <summary>Digest of GITEDGE.lock.</summary>
    public Sha256Digest? Lock { get; init; }

    /// <summary>The release's epoch.</summary>
    public long? Epoch { get; init; }

    /// <summary>Everybody who signed it.</summary>
    public IReadOnlyList<string>? Principals { get; init; }

    /// <summary>One thing that holds.</summary>
    /// <param name="Name">What was looked at.</param>
    /// <param name="Found">What was found.</param>
    internal sealed record Step(string Name, string Found);
}
