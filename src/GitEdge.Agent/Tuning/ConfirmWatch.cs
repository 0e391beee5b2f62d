namespace GitEdge.Agent.Tuning;

/// <summary>Puts a tuning back when nobody confirmed it in time, and finishes what was left half done.</summary>
/// <param name="store">The tuning.</param>
/// <param name="time">Paces the looks; what counts is the store's own clock.</param>
internal sealed class ConfirmWatch(TuningStore store, TimeProvider time)
{
    /// <summary>At least so often it looks, also because a timer stands still while the machine sleeps.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is cancelled; begins with <see cref="TuningStore.RecoverAsync"/>.</summary>
    /// <param name="report">Told what became of every recovery that had something to do or went wrong.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<TuningResult> report, CancellationToken cancellation)
    {
        report(await store.RecoverAsync(cancellation));
        while (true)
        {
            var due = store.DueIn();
            if (due == TimeSpan.Zero)
            {
                report(await store.RecoverAsync(cancellation));
                due = null;
            }
            await Task.Delay(due < Pace ? due.Value : Pace, time, cancellation);
        }
    }
}
