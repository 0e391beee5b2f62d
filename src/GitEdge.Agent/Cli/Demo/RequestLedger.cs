namespace GitEdge.Agent.Cli.Demo;

/// <summary>
/// Every request of every client: entered when it is sent, and once more when it is answered or has failed. Nothing is
/// retried and nothing is taken back, so that sent = answered + failed once the clients have stopped.
/// </summary>
internal sealed class RequestLedger
{
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<Answer> _answers = [];
    private readonly Dictionary<string, long> _failures = new(StringComparer.Ordinal);
    private long _sent;

    /// <summary>A request leaves.</summary>
    public void Sent()
    {
        lock (_gate)
            _sent++;
    }

    /// <summary>It was answered.</summary>
    public void Answered(in Answer answer)
    {
        lock (_gate)
            _answers.Add(answer);
    }

    /// <summary>It was not.</summary>
    public void Failed(string reason)
    {
        lock (_gate)
            _failures[reason] = _failures.GetValueOrDefault(reason) + 1;
    }

    /// <summary>The sums, of one moment.</summary>
    public LedgerTotals Totals()
    {
        lock (_gate)
        {
            var latencies = _answers.Select(answer => answer.Latency).Order().ToList();
            return new LedgerTotals
            {
                Sent = _sent,
                Answered = _answers.Count,
                Failed = _failures.Values.Sum(),
                Failures = new Dictionary<string, long>(_failures, StringComparer.Ordinal),
                Lines = [.. _answers.GroupBy(answer => answer.Digest, StringComparer.Ordinal)
                    .Select(model => new LedgerLine(model.Key, model.Count(), model.Count(answer => answer.Bad)))],
                P50 = Quantile(latencies, 0.5),
                P99 = Quantile(latencies, 0.99),
            };
        }
    }

    /// <summary>The answers that came at or after <paramref name="since"/>, in the order of time.</summary>
    public IReadOnlyList<Answer> Since(TimeSpan since)
    {
        lock (_gate)
            return [.. _answers.Where(answer => answer.At >= since).OrderBy(answer => answer.At)];
    }

    /// <summary>How <paramref name="digest"/> took over after <paramref name="since"/>; null when it has not answered.</summary>
    public Handover? HandoverTo(string digest, TimeSpan since)
    {
        var later = Since(since);
        var index = later.ToList().FindIndex(answer => Is(answer, digest));
        if (index < 0)
            return null;
        var first = later[index].At;
        var before = later.LastOrDefault(answer => answer.At < first).Digest ?? "";
        var last = later.LastOrDefault(answer => Is(answer, before) && answer.At < first + Around).At;
        var window = Since(first - Around).TakeWhile(answer => answer.At <= first + Around).ToList();
        var gaps = window.Zip(window.Skip(1), (one, next) => next.At - one.At);
        return new Handover(first, last > first ? last - first : TimeSpan.Zero,
            gaps.DefaultIfEmpty().Max(), window.Max(answer => answer.Latency));
    }

    private static bool Is(Answer answer, string digest) => string.Equals(answer.Digest, digest, StringComparison.Ordinal);

    /// <summary>Nearest rank.</summary>
    private static TimeSpan Quantile(List<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
