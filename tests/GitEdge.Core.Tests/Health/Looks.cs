using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Health;

/// <summary>One probation, looked at again and again; keeps the counters and the soak as agent and machine do.</summary>
internal sealed class Looks(HealthSpec health)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly ProbeSpec Http = new() { Http = "http://127.0.0.1:1/healthz" };

    public static readonly ProbeSpec Git = new() { Reach = "git" };

    public Looks(double soak, TrafficLimits? limits = null)
        : this(new HealthSpec { Soak = TimeSpan.FromSeconds(soak), Limits = limits ?? new TrafficLimits() })
    {
    }

    public Probation Probation { get; } = new() { Generation = 42, Health = health };

    public ProbationCounters Counters { get; private set; } = ProbationCounters.None;

    public TimeSpan Soaked { get; private set; }

    public TimeSpan Counted { get; private set; }

    /// <summary>One look, so long after the one before.</summary>
    public HealthVerdict Look(double elapsed, ProbationSample sample, params ProbeResult[] probes)
    {
        var judged = ProbationJudge.Judge(
            Probation, Counters, sample with { Soaked = Soaked, Elapsed = TimeSpan.FromSeconds(elapsed) }, probes);
        (Counters, Counted) = (judged.Counters, judged.Counted);
        Soaked += judged.Counted;
        return judged.Verdict;
    }

    /// <summary>A good look.</summary>
    public HealthVerdict Look(double elapsed) => Look(elapsed, Sample(Vad(200)));

    /// <summary>A look at a device on which only these probes are of interest.</summary>
    public HealthVerdict Look(double elapsed, params ProbeResult[] probes) => Look(elapsed, Sample(Vad(200)), probes);

    /// <summary>The agent starts anew: what is written down stays.</summary>
    public void Restart() => Counters = ProbationCounters.None;

    public static ProbationSample Sample(params ModelTraffic[] models) =>
        new() { NotReady = null, ResidentBytes = 100_000_000, Models = models };

    public static ProbationSample Away { get; } = new() { NotReady = "nobody answers" };

    public static ModelTraffic Vad(long requests, long failures = 0, long bad = 0) =>
        new() { Name = "vad", Requests = requests, Failures = failures, BadOutputs = bad, LongestConstantRun = 1, Since = Start };

    public static ProbeResult Result(ProbeSpec probe, ProbeStatus status, string text = "") =>
        new() { Probe = probe, Required = true, Status = status, Text = text };
}
