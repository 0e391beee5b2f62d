namespace GitEdge.Agent.Authoring;

/// <summary>What the release manager asked for.</summary>
internal sealed record ReleaseRequest
{
    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Words for people, put into the tag; null puts none.</summary>
    public string? Message { get; init; }

    /// <summary>True: give content that is released already a new number, for example to renew its expiry.</summary>
    public bool Again { get; init; }

    /// <summary>True: say what would happen and write nothing.</summary>
    public bool DryRun { get; init; }
}
