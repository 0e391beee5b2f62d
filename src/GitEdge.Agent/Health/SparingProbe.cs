using System.Globalization;
using GitEdge.Core.Health;

namespace GitEdge.Agent.Health;

/// <summary>
/// Asks what lies beyond the device no more often than it may be asked, and never waits long: a whole fleet in probation
/// asks the same repository. In between the last answer is given again, and said to be remembered.
/// </summary>
/// <param name="ask">Asks.</param>
/// <param name="patience">For one answer.</param>
/// <param name="interval">How long an answer is remembered; one that is not good, half a minute at most.</param>
/// <param name="time">The clock.</param>
internal sealed class SparingProbe(
    Func<CancellationToken, Task<ProbeAnswer>> ask, TimeSpan patience, TimeSpan interval, TimeProvider time)
{
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromSeconds(30);

    private ProbeAnswer? _last;
    private long _asked;

    /// <summary>The answer of now, or the last one.</summary>
    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        if (_last is { } last && time.GetElapsedTime(_asked) < Keep(last))
            return last with { IsFresh = false };
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        _last = await AskAsync(either.Token, cancellation);
        _asked = time.GetTimestamp();
        return _last;
    }

    private async Task<ProbeAnswer> AskAsync(CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await ask(either);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeAnswer(ProbeStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"no answer within {patience.TotalSeconds:0.#} s"));
        }
    }

    private TimeSpan Keep(ProbeAnswer answer) =>
        answer.Status == ProbeStatus.Passed || interval < LongestDoubt ? interval : LongestDoubt;
}
