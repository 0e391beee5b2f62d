namespace GitEdge.Inference.Admin;

/// <summary>Body of <c>POST v2/repository/models/{m}/unload</c>.</summary>
internal sealed record UnloadRequest
{
    public UnloadParameters? Parameters { get; init; }
}
