namespace GitEdge.Agent.Git;

/// <summary>The files of a commit.</summary>
internal sealed record ReleaseTree
{
    /// <summary>Regular files by path, with forward slashes.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>Everything that is not a regular file, or too much; a release with any is not to be used.</summary>
    public IReadOnlyList<TreeProblem> Problems { get; init; } = [];
}
