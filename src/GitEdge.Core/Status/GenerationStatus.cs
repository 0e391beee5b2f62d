using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Status;

/// <summary>A generation as people are shown it: without addresses, which may hold what not everybody should read.</summary>
public sealed record GenerationStatus
{
    /// <summary>The generation's number.</summary>
    public required long Number { get; init; }

    /// <summary>The slot it lies in.</summary>
    public required Slot Slot { get; init; }

    /// <summary>The release it carries out.</summary>
    public required ReleaseName Release { get; init; }

    /// <summary>What it is by content.</summary>
    public required Sha256Digest Content { get; init; }

    /// <summary>Names its deployment.</summary>
    public required string Transaction { get; init; }

    /// <summary>How long it must be healthy.</summary>
    public required TimeSpan Soak { get; init; }

    /// <summary>What is shown of a generation; null of none.</summary>
    public static GenerationStatus? Of(Generation? generation) => generation is null
        ? null
        : new GenerationStatus
        {
            Number = generation.Number,
            Slot = generation.Slot,
            Release = generation.Release,
            Content = generation.Content,
            Transaction = generation.Transaction,
            Soak = generation.Desired.Health.Soak,
        };
}
