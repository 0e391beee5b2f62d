namespace GitEdge.Inference.Admin;

/// <summary>Body of <c>POST v2/repository/promote</c>: model to version.</summary>
internal sealed record PromoteRequest
{
    public IReadOnlyDictionary<string, string>? Versions { get; init; }
}
