namespace GitEdge.Agent.Inference;

/// <summary>The answer to a load: the version is warm and can be asked by name.</summary>
internal sealed record LoadedVersion
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary><c>sha256:…</c> of the bytes that were loaded.</summary>
    public required string Digest { get; init; }

    /// <summary>Reading, loading and warming up; 0 when it was there already.</summary>
    public double LoadMilliseconds { get; init; }

    /// <summary>What the model said to a warm-up on zeros, when it refused them.</summary>
    public string? WarmUp { get; init; }
}
