using System.Text.Json.Serialization;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>
/// Which generations a device may run: the committed one and one candidate, and nothing else. Kept by the process that owns
/// the slots, apart from the deployment machine, so that whoever owns the machine cannot go back to what was left behind.
/// Every step can be repeated; null stands for one that is not allowed.
/// </summary>
public sealed record Custody
{
    /// <summary>How often a device may boot with a candidate active before it goes back by itself.</summary>
    public const int MaxBoots = 3;

    /// <summary>How far a number may be above those that are known: whoever gives it must not take the last.</summary>
    public const long MaxStep = 1_000_000;

    /// <summary>The format of the persisted form.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The release that was proven last and may be staged; null before the first.</summary>
    public ReleaseName? Offered { get; init; }

    /// <summary>What was found good; null before the first.</summary>
    public KeptGeneration? Committed { get; init; }

    /// <summary>What is being tried; null when nothing is.</summary>
    public KeptGeneration? Candidate { get; init; }

    /// <summary>Boots since the candidate became active.</summary>
    public int Boots { get; init; }

    /// <summary>The releases that it names.</summary>
    [JsonIgnore]
    public IEnumerable<ReleaseName> Releases => new[] { Offered, Committed?.Release, Candidate?.Release }.OfType<ReleaseName>();

    /// <summary>The slot that may be filled.</summary>
    [JsonIgnore]
    public Slot FreeSlot => Committed?.Slot.Other() ?? Slot.A;

    /// <summary>A generation of this number; null when it is neither committed nor the candidate.</summary>
    public KeptGeneration? Find(long number) =>
        Candidate?.Number == number ? Candidate : Committed?.Number == number ? Committed : null;

    /// <summary>A release was proven.</summary>
    public Custody Offer(ReleaseName release) => Offered == release ? this : this with { Offered = release };

    /// <summary>
    /// What is offered is to be staged under a number, in the free slot, in place of any candidate before it. A number is never
    /// lower than the committed one's, nor far above what is known.
    /// </summary>
    public Custody? Begin(KeptGeneration candidate)
    {
        if (candidate.Release != Offered || candidate.Slot != FreeSlot || candidate.Number <= (Committed?.Number ?? 0)
            || candidate.Number - Math.Max(Committed?.Number ?? 0, Candidate?.Number ?? 0) > MaxStep)
            return null;
        return Candidate == candidate ? this : this with { Candidate = candidate, Boots = 0 };
    }

    /// <summary>The generation was found good; from here on there is no way back to the one before.</summary>
    public Custody? Commit(long number)
    {
        if (Candidate is { } candidate && candidate.Number == number)
            return this with { Committed = candidate, Candidate = null, Boots = 0 };
        return Committed?.Number == number ? this : null;
    }

    /// <summary>The candidate was given up.</summary>
    public Custody Drop() => Candidate is null ? this : this with { Candidate = null, Boots = 0 };

    /// <summary>The device booted with the candidate active.</summary>
    public Custody Boot() => Candidate is null ? this : this with { Boots = Boots + 1 };

    /// <summary>Whether the candidate has had its boots, and the committed generation is to be active again.</summary>
    [JsonIgnore]
    public bool IsSpent => Candidate is not null && Boots > MaxBoots;
}
