using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>How a fetch ended. The set is closed.</summary>
internal abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>The bytes are in the store, whole, checked and synced.</summary>
    /// <param name="Path">Where.</param>
    /// <param name="Transferred">Bytes that had to be brought now; 0 when they were there already.</param>
    public sealed record Stored(string Path, long Transferred) : FetchResult;

    /// <summary>They are not. What came so far is kept for the next attempt where that can help.</summary>
    /// <param name="Fault">Why, and what to do.</param>
    public sealed record Failed(Fault Fault) : FetchResult;
}
