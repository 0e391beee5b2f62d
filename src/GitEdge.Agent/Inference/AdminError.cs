namespace GitEdge.Agent.Inference;

/// <summary>The server's refusal.</summary>
internal sealed record AdminError
{
    public string? Error { get; init; }

    public string? Code { get; init; }
}
