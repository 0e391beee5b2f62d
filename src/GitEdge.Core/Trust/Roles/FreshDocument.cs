namespace GitEdge.Core.Trust.Roles;

/// <summary>
/// What was the newest at a time: <c>fresh.json</c> on branch <c>gitedge-meta</c>. Its key can install nothing; it can only
/// say that something is missing. Well formed, but not yet believed: see <see cref="FreshRules"/>.
/// </summary>
public sealed record FreshDocument
{
    /// <summary>The fleet repository's identity.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How long it says anything.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The newest version of the trust document.</summary>
    public required long Trust { get; init; }

    /// <summary>The newest version of the hold document; 0: none.</summary>
    public required long Hold { get; init; }

    /// <summary>Channel → newest release.</summary>
    public required IReadOnlyDictionary<string, ReleaseHead> Heads { get; init; }

    /// <summary>From this moment on it says nothing any more; at most the last that there is.</summary>
    public DateTimeOffset Until => Created < DateTimeOffset.MaxValue - Lifetime ? Created + Lifetime : DateTimeOffset.MaxValue;
}
