using System.Diagnostics;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Inference.Golden;

namespace GitEdge.Inference.Preflight;

/// <summary>
/// Measures the candidate and the running model alternately, run by run, each first in turn, so that whatever else the
/// device does meets both alike.
/// </summary>
internal sealed class LatencyTrial : IDisposable
{
    private const int WarmUps = 3;
    private const int Enough = 200;
    private const int Least = 20;
    private const int Scarce = 5;
    private const int MaximumSets = 32;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    private readonly List<BoundRun> _candidate;
    private readonly List<BoundRun> _running;
    private readonly TimeSpan _patience;

    /// <param name="candidate">The candidate.</param>
    /// <param name="running">The model that serves now; null when there is none to compare with.</param>
    /// <param name="sets">Cases both can take.</param>
    /// <param name="timeout">The whole trial's; one attempt takes at most a sixth.</param>
    public LatencyTrial(TrialModel candidate, TrialModel? running, IReadOnlyList<GoldenSet> sets, TimeSpan timeout)
    {
        _candidate = [.. sets.Take(MaximumSets).Select(set => candidate.Bind(set.Inputs))];
        _running = running is null ? [] : [.. sets.Take(MaximumSets).Select(set => running.Bind(set.Inputs))];
        _patience = timeout / 6;
    }

    /// <summary>Measures until the gate passes, at most <see cref="LatencyJudge.MaximumAttempts"/> times.</summary>
    public IReadOnlyList<LatencyAttempt> Run(LatencyGate? gate)
    {
        var attempts = new List<LatencyAttempt>();
        do
            attempts.Add(Measure());
        while (LatencyJudge.Judge(gate, attempts) != LatencyOutcome.Passed && attempts.Count < LatencyJudge.MaximumAttempts);
        return attempts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _candidate.ForEach(run => run.Dispose());
        _running.ForEach(run => run.Dispose());
    }

    private LatencyAttempt Measure()
    {
        for (var i = 0; i < WarmUps; i++)
            _ = (Time(_candidate[i % _candidate.Count]), _running.Count == 0 ? 0 : Time(_running[i % _running.Count]));
        GC.Collect();
        var (candidate, running) = (new List<double>(Enough), new List<double>(Enough));
        var clock = Stopwatch.StartNew();
        for (var i = 0; IsToGoOn(i, clock.Elapsed); i++)
        {
            var set = i % _candidate.Count;
            if (_running.Count == 0)
            {
                candidate.Add(Time(_candidate[set]));
                continue;
            }
            // Turns change after every pass over the cases, not within one, so that no case is always measured second.
            var runningFirst = (i / _candidate.Count) % 2 == 1;
            if (runningFirst)
                running.Add(Time(_running[set]));
            candidate.Add(Time(_candidate[set]));
            if (!runningFirst)
                running.Add(Time(_running[set]));
        }
        return LatencyAttempt.Of([.. candidate], [.. running]);
    }

    private bool IsToGoOn(int samples, TimeSpan elapsed) => samples switch
    {
        < Scarce => true,
        < Least => elapsed < _patience,
        < Enough => elapsed < Budget && elapsed < _patience,
        _ => false,
    };

    private static double Time(BoundRun run)
    {
        var start = Stopwatch.GetTimestamp();
        run.Run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
