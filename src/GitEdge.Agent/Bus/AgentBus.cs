using GitEdge.Core.Status;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Bus;

/// <summary>
/// Keeps the agent on the system's bus, as long as there is one that has it: opens, serves, tells of changes, and begins
/// again when the bus has gone. Nothing of it keeps the agent from its work.
/// </summary>
/// <param name="address">The bus.</param>
/// <param name="served">The agent as an object.</param>
/// <param name="tell">Told, once, why the agent is not on the bus; null when it is.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentBus(string address, AgentObject served, Action<string?> tell, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // A bus that is restarted takes the programs on it down as a rule: nobody waits for it.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _told = new(0, 1);
    private DeviceStatus? _status;
    private string? _problem = "";
    private Task _running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Takes in a new status, from any thread; those that follow each other quickly are told as one.</summary>
    public void Tell(DeviceStatus status)
    {
        lock (_told)
        {
            _status = status;
            if (_told.CurrentCount == 0)
                _told.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _told.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(() => pause = FirstPause);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Problem(e.Message);
            }
            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Serves until the bus goes; throws why.</summary>
    private async Task ServeAsync(Action began)
    {
        using var bus = await BusConnection.OpenAsync(address, _stop.Token);
        await bus.ServeAsync(served.Describe());
        if (!await bus.TryOwnAsync(AgentBusNames.Name, _stop.Token))
            throw new BusException(BusErrorNames.Failed, $"Another process has the name {AgentBusNames.Name}.");
        began();
        var changes = new StatusChanges(bus, served.Status);
        Problem(null);
        while (!bus.Ended.IsCompleted)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            await Task.WhenAny(bus.Ended, _told.WaitAsync(either.Token));
            await either.CancelAsync();
            _stop.Token.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _status) is { } status)
                await changes.TellAsync(status);
        }
        throw await bus.Ended;
    }

    private void Problem(string? problem)
    {
        if (problem == _problem)
            return;
        tell(problem);
        _problem = problem;
    }
}
