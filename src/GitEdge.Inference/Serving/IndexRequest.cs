namespace GitEdge.Inference.Serving;

/// <summary>Body of <c>POST v2/repository/index</c>; it may be empty.</summary>
internal sealed record IndexRequest
{
    /// <summary>Whether only what is ready is asked for.</summary>
    public bool Ready { get; init; }
}
