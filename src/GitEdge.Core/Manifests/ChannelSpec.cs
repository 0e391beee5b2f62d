namespace GitEdge.Core.Manifests;

/// <summary>One channel of a fleet and what it asks of its releases.</summary>
public sealed record ChannelSpec
{
    /// <summary>The channel: <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Time after which a release expires; null leaves <c>expires</c> to the author.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>True: every model that reaches a device of this channel must have a golden gate.</summary>
    public bool RequireGolden { get; init; }
}
