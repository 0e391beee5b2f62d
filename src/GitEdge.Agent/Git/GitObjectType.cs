namespace GitEdge.Agent.Git;

/// <summary>The four kinds of Git object; the numbers are libgit2's <c>git_object_t</c>.</summary>
internal enum GitObjectType
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 0,

    /// <summary>A revision.</summary>
    Commit = 1,

    /// <summary>A folder.</summary>
    Tree = 2,

    /// <summary>A file's content.</summary>
    Blob = 3,

    /// <summary>An annotated tag.</summary>
    Tag = 4,
}
