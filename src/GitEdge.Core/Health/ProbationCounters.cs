namespace GitEdge.Core.Health;

/// <summary>
/// What probation remembers from one look to the next. An agent that starts anew begins anew: the soak is kept elsewhere,
/// and the least number of looks is asked for again.
/// </summary>
public sealed record ProbationCounters
{
    /// <summary>Nothing seen yet.</summary>
    public static ProbationCounters None { get; } = new();

    /// <summary>Looks in a row without trouble.</summary>
    public int GoodLooks { get; init; }

    /// <summary>Time that passed in looks with trouble, all together.</summary>
    public TimeSpan Troubled { get; init; }

    /// <summary>The generation does not serve; null while it does.</summary>
    public TroubleStreak? NotReady { get; init; }

    /// <summary>The server's memory is above its bound; null while it is not.</summary>
    public TroubleStreak? OverMemory { get; init; }

    /// <summary>Required probes that do not pass, by name.</summary>
    public IReadOnlyDictionary<string, TroubleStreak> Probes { get; init; } = new Dictionary<string, TroubleStreak>();

    /// <summary>Looks that found the server restarted since the look before.</summary>
    public int Restarts { get; init; }

    /// <summary>Model → when the server loaded it, as last seen.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Loaded { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>The server's memory at the first look at which the generation served, bytes.</summary>
    public long? FirstBytes { get; init; }

    /// <summary>The counters after one more look.</summary>
    internal ProbationCounters After(Probation probation, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        var first = FirstBytes ?? (now.NotReady is null ? now.ResidentBytes : null);
        var isOver = now.ResidentBytes > first * probation.Health.Limits.MemoryGrowth;
        var elapsed = now.Elapsed < ProbationPace.LongestLook ? now.Elapsed : ProbationPace.LongestLook;
        var restarted = now.Models.Any(IsLoadedAnew);
        var seen = this with
        {
            NotReady = now.NotReady is null ? null : TroubleStreak.After(NotReady, elapsed, isFresh: true),
            OverMemory = isOver ? TroubleStreak.After(OverMemory, elapsed, isFresh: true) : null,
            Probes = Failed(probes, elapsed),
            Restarts = restarted ? Restarts + 1 : Restarts,
            Loaded = After(now.Models),
            FirstBytes = first,
        };
        return !restarted && seen is { NotReady: null, OverMemory: null, Probes.Count: 0 }
            ? seen with { GoodLooks = GoodLooks + 1 }
            : seen with { GoodLooks = 0, Troubled = Troubled + elapsed };
    }

    private bool IsLoadedAnew(ModelTraffic model) =>
        model.Since is { } since && Loaded.TryGetValue(model.Name, out var before) && before != since;

    private Dictionary<string, DateTimeOffset> After(IReadOnlyList<ModelTraffic> models)
    {
        var loaded = new Dictionary<string, DateTimeOffset>(Loaded, StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (model.Since is { } since)
                loaded[model.Name] = since;
        }
        return loaded;
    }

    private Dictionary<string, TroubleStreak> Failed(IReadOnlyList<ProbeResult> probes, TimeSpan elapsed) => probes
        .Where(probe => probe.Required && probe.Status != ProbeStatus.Passed)
        .DistinctBy(probe => probe.Name, StringComparer.Ordinal)
        .ToDictionary(
            probe => probe.Name,
            probe => TroubleStreak.After(Probes.GetValueOrDefault(probe.Name), elapsed, probe.IsFresh), StringComparer.Ordinal);
}
