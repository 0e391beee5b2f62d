using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Helper;

/// <summary>Serves the helper on a bus until nobody needs it.</summary>
/// <param name="address">Where the bus is.</param>
/// <param name="served">The helper's object.</param>
/// <param name="time">The clock.</param>
internal sealed class HelperServer(string address, HelperObject served, TimeProvider time)
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    /// <summary>How long without a call it goes on; the bus starts it again when it is called.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether there is something to do that nobody calls for.</summary>
    public Func<bool> IsBusy { get; init; } = static () => false;

    /// <summary>Told before it leaves the bus: whoever is called then must be known to be leaving, or nobody starts another one.</summary>
    public Action Leaving { get; init; } = static () => { };

    /// <summary>Serves until it was idle for long enough, the bus ends, or it is cancelled.</summary>
    /// <param name="ready">Called once others can call.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BusException">There is no bus, the name is taken, or the bus's policy forbids it.</exception>
    public async Task RunAsync(Action ready, CancellationToken cancellation)
    {
        using var bus = await BusConnection.OpenAsync(address, cancellation);
        using var serving = await bus.ServeAsync(served.Form);
        if (!await bus.TryOwnAsync(HelperBus.Name, cancellation))
            throw new BusException(BusErrorNames.AccessDenied, $"Another process owns {HelperBus.Name} on the bus.");
        ready();
        while (!bus.Ended.IsCompleted && !cancellation.IsCancellationRequested)
        {
            var left = Patience - served.Idle;
            if (left <= TimeSpan.Zero && !IsBusy())
                break;
            await Task.WhenAny(Task.Delay(left > TimeSpan.Zero ? left : BusyPause, time, cancellation), bus.Ended);
        }
        Leaving();
        if (!bus.Ended.IsCompleted)
            await bus.ReleaseAsync(HelperBus.Name, CancellationToken.None);
        // A call that is under way ends before somebody else takes over.
        await served.EndAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
