namespace GitEdge.Agent.Git.Transports;

/// <summary>What is asked of the other side; the numbers are libgit2's <c>git_smart_service_t</c>.</summary>
internal enum WireService
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 0,

    /// <summary>Which references are there?</summary>
    Advertisement = 1,

    /// <summary>Send these objects.</summary>
    Upload = 2,
}
