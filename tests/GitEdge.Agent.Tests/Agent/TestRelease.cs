using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>In what a release differs from the usual one.</summary>
internal sealed record TestRelease
{
    /// <summary>How long it is watched.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Another place of the artifact.</summary>
    public string? Source { get; init; }

    /// <summary>Another digest than the artifact's own.</summary>
    public string? Digest { get; init; }

    /// <summary>Its epoch.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>No device starts it earlier.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>What becomes of it when it is recalled and nothing good was before it.</summary>
    public RecallRule WhenRecalled { get; init; }

    /// <summary>More lines of the profile's spec, indented by two.</summary>
    public string More { get; init; } = "";
}
