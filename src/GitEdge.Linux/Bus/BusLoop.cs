using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Bus;

/// <summary>
/// The one thread that touches a bus: it waits for the bus and for work from other threads at once, and sleeps as long as
/// there is neither.
/// </summary>
internal sealed unsafe class BusLoop : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _work = [];
    private readonly SafeFileHandle _wake;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<BusException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<BusException> _ending;
    private bool _isStopping;
    private bool _isClosed;

    /// <summary>Begins to connect.</summary>
    /// <param name="address">A D-Bus address.</param>
    /// <param name="ending">Called on the thread, once, before the bus is let go: slots have to be freed now.</param>
    /// <exception cref="BusException">The address is none, or nobody listens there.</exception>
    public BusLoop(string address, Action<BusException> ending)
    {
        _ending = ending;
        _wake = new SafeFileHandle(PollCalls.EventFd(0, PollCalls.EventFlags), ownsHandle: true);
        Bus = Start(address);
        new Thread(Run) { IsBackground = true, Name = "bus" }.Start();
    }

    /// <summary>sd-bus's own; for the thread alone.</summary>
    public nint Bus { get; }

    /// <summary>Done when the bus has taken the connection; fails when it does not.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Done when the connection has ended, with the reason.</summary>
    public Task<BusException> Ended => _ended.Task;

    /// <summary>Has work done on the thread; false when it has ended.</summary>
    public bool TryPost(Action work)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            _work.Enqueue(work);
            PollCalls.Write((int)_wake.DangerousGetHandle(), 1, sizeof(ulong));
            return true;
        }
    }

    /// <summary>Ends the thread, after what was posted before.</summary>
    public void Dispose() => TryPost(() => _isStopping = true);

    private static nint Start(string address)
    {
        BusErrno.Checked(SdBus.New(out var bus), "sd_bus_new");
        try
        {
            BusErrno.Checked(SdBus.SetAddress(bus, address), $"'{address}' as a bus address");
            BusErrno.Checked(SdBus.SetBusClient(bus, 1), "sd_bus_set_bus_client");
            BusErrno.Checked(SdBus.Start(bus), $"connect to the bus at '{address}'");
            return bus;
        }
        catch
        {
            SdBus.CloseUnref(bus);
            throw;
        }
    }

    private void Run()
    {
        BusException end;
        try
        {
            end = Turn();
        }
        catch (Exception e)
        {
            end = new BusException(BusErrorNames.Failed, $"{e.GetType().Name}: {e.Message}");
        }
        Close(end);
    }

    private BusException Turn()
    {
        while (true)
        {
            while (TryTake() is { } work)
                work();
            if (_isStopping)
                return new BusException(BusErrorNames.Disconnected, "The connection to the bus was closed.");
            var done = SdBus.Process(Bus, null);
            if (done < 0)
                return BusErrno.Of(done, "The bus ended the connection");
            if (!_ready.Task.IsCompleted && SdBus.IsReady(Bus) > 0)
                _ready.SetResult();
            if (done == 0)
                Wait();
        }
    }

    private Action? TryTake()
    {
        lock (_gate)
            return _work.TryDequeue(out var work) ? work : null;
    }

    private void Wait()
    {
        var events = BusErrno.Checked(SdBus.GetEvents(Bus), "sd_bus_get_events");
        BusErrno.Checked(SdBus.GetTimeout(Bus, out var due), "sd_bus_get_timeout");
        var wake = (int)_wake.DangerousGetHandle();
        ReadOnlySpan<PollEntry> wanted = [new(SdBus.GetFd(Bus), (short)events), new(wake, PollCalls.Readable)];
        Span<PollEntry> entries = stackalloc PollEntry[2];
        wanted.CopyTo(entries);
        // A signal ends it early, which is no harm: there is nothing to do then, and the next turn waits again.
        PollCalls.Poll(entries, 2, Milliseconds(due));
        ulong count = 0;
        PollCalls.Read(wake, ref count, sizeof(ulong));
    }

    /// <summary>From an absolute time of CLOCK_MONOTONIC, which the base library's timestamp is on Linux; -1: without end.</summary>
    private static int Milliseconds(ulong due)
    {
        if (due == ulong.MaxValue)
            return -1;
        var now = TimeProvider.System.GetTimestamp() / (TimeProvider.System.TimestampFrequency / 1_000_000d);
        return (int)Math.Clamp(Math.Ceiling((due - now) / 1000), 0, int.MaxValue);
    }

    private void Close(BusException end)
    {
        lock (_gate)
            _isClosed = true;
        _ended.TrySetResult(end);
        _ready.TrySetException(end);
        // What was posted and not begun finds that the connection has ended, and says so to whoever waits.
        while (TryTake() is { } work)
            work();
        _ending(end);
        SdBus.CloseUnref(Bus);
        _wake.Dispose();
    }
}
