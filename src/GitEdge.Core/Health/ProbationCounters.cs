namespace GitEdge.Core.Health;

/// <summary>What has been wrong for how many samples in a row. Carried from one judgement to the next.</summary>
public sealed record ProbationCounters
{
    /// <summary>Nothing wrong yet.</summary>
    public static ProbationCounters None { get; } = new();

    /// <summary>Samples in a row without readiness.</summary>
    public int NotReady { get; init; }

    /// <summary>Samples in a row above the memory bound.</summary>
    public int OverMemory { get; init; }

    /// <summary>Required probe → samples in a row in which it did not pass. Those that pass are left out.</summary>
    public IReadOnlyDictionary<string, int> Probes { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether the last sample had nothing that might yet decide.</summary>
    public bool AllQuiet => NotReady == 0 && OverMemory == 0 && Probes.Count == 0;

    /// <summary>The counters after one more sample.</summary>
    internal ProbationCounters After(bool ready, bool overMemory, IEnumerable<ProbeResult> probes) => new()
    {
        NotReady = ready ? 0 : NotReady + 1,
        OverMemory = overMemory ? OverMemory + 1 : 0,
        Probes = probes
            .Where(probe => probe.Required && probe.Status != ProbeStatus.Passed)
            .Select(probe => probe.Name)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Probes.GetValueOrDefault(name) + 1, StringComparer.Ordinal),
    };
}
