namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What a command changed, for people.</summary>
/// <param name="Lines">What is so now, and who is missing.</param>
internal sealed record MetaResult(IReadOnlyList<string> Lines)
{
    /// <summary>What is run for devices to see it; null when nothing was changed.</summary>
    public string? Push { get; init; } = MetaBranch.PushCommand;
}
