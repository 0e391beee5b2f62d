using System.Globalization;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

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

    /// <summary>The first of <see cref="Distrusted"/>, saying how many there are besides; null when all can be believed.</summary>
    public Fault? Gravest => Distrusted switch
    {
        [] => null,
        [var only] => only,
        [var first, ..] => first with
        {
            Message = string.Create(CultureInfo.InvariantCulture, $"{first.Message} (and {Distrusted.Count - 1} more: {Codes})"),
        },
    };

    /// <summary>What is believed of the fleet now, to be persisted before the release is used; null on a device with a list of signers.</summary>
    public TrustView? View { get; init; }

    /// <summary>True when the release is one that was good before, taken up again because what came after it was recalled.</summary>
    public bool IsFallback { get; init; }

    /// <summary>The recall for which what runs is to be stopped; null when nothing is.</summary>
    public Fault? Stop { get; init; }

    /// <summary>Why the release may not be begun now, where it does not run yet; null when it may.</summary>
    public Fault? Paused { get; init; }

    /// <summary>What the clock said at the look: when it goes back, expiries are looked at anew.</summary>
    public DateTimeOffset ClockAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>When the answer may change by itself; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when something is left for the next look, whether or not the repository has changed by then.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>What a person should know besides.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The pause the server asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    private const int ShownCodes = 5;

    private string Codes
    {
        get
        {
            var codes = Distrusted.Skip(1).Select(fault => fault.Reason).Distinct(StringComparer.Ordinal).ToList();
            return string.Join(", ", codes.Take(ShownCodes)) + (codes.Count > ShownCodes ? ", …" : "");
        }
    }
}
