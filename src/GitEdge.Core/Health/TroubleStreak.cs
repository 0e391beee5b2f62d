namespace GitEdge.Core.Health;

/// <summary>Trouble that was there in every look since it began.</summary>
/// <param name="Looks">Looks at it; an answer remembered from an earlier look is none.</param>
/// <param name="Lasted">Time from the first of these looks to the last.</param>
public sealed record TroubleStreak(int Looks, TimeSpan Lasted)
{
    /// <summary>The streak with one more look.</summary>
    /// <param name="before">As it was; null when there was no trouble.</param>
    /// <param name="elapsed">Time since the look before.</param>
    /// <param name="isFresh">False when nobody looked anew.</param>
    internal static TroubleStreak After(TroubleStreak? before, TimeSpan elapsed, bool isFresh)
    {
        var more = isFresh ? 1 : 0;
        return before is null ? new TroubleStreak(more, TimeSpan.Zero) : new TroubleStreak(before.Looks + more, before.Lasted + elapsed);
    }

    /// <summary>Whether this is more than a passing cloud.</summary>
    internal bool Decides(TimeSpan soak) => Looks >= ProbationPace.LeastLooks && Lasted >= ProbationPace.Cloud(soak);
}
