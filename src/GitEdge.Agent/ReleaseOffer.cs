using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>What a look at the repository found, for the newest release that may be believed.</summary>
internal sealed record ReleaseOffer
{
    /// <summary>The newest release that was accepted, now or before; null when none was, or it cannot be read here.</summary>
    public VerifiedRelease? Release { get; init; }

    /// <summary>What it means for this device; null exactly when there is no release.</summary>
    public DesiredState? Desired { get; init; }

    /// <summary>What has to be remembered before the release is used; null when it was remembered before.</summary>
    public AcceptedRelease? New { get; init; }

    /// <summary>Why the repository could not be read; null when it could.</summary>
    public Fault? Unreachable { get; init; }

    /// <summary>What the repository offers that is not to be believed, the gravest first.</summary>
    public IReadOnlyList<Fault> Distrusted { get; init; } = [];

    /// <summary>What a person should know besides.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The pause the server asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The first of <see cref="Distrusted"/>, saying how many there are besides; null when all can be believed.</summary>
    public Fault? Gravest => Distrusted.Count switch
    {
        0 => null,
        1 => Distrusted[0],
        var count => Distrusted[0] with { Message = $"{Distrusted[0].Message} (and {count - 1} more: {string.Join(", ", Distrusted.Skip(1).Select(fault => fault.Reason).Distinct())})" },
    };
}
