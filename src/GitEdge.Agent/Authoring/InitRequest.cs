namespace GitEdge.Agent.Authoring;

/// <summary>What a new fleet is to be called.</summary>
internal sealed record InitRequest
{
    /// <summary>The fleet's name.</summary>
    public required string Name { get; init; }

    /// <summary>The first device's id.</summary>
    public required string Device { get; init; }

    /// <summary>The first channel.</summary>
    public required string Channel { get; init; }
}
