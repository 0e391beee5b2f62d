namespace GitEdge.Inference.Admin;

/// <summary>Body of <c>POST v2/repository/models/{m}/load</c>.</summary>
internal sealed record LoadRequest
{
    public LoadParameters? Parameters { get; init; }
}
