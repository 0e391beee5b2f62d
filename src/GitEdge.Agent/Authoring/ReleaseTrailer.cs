namespace GitEdge.Agent.Authoring;

/// <summary>The line that ties a tag to the lock.</summary>
internal static class ReleaseTrailer
{
    public const string Key = "GitEdge-Lock-SHA256";
}
