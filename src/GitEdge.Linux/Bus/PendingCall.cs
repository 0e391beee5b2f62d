using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>A call from when it is asked for until it is answered. For the bus's thread, but for <see cref="Done"/>.</summary>
/// <param name="call">What is called.</param>
/// <param name="read">Takes the answer in.</param>
/// <param name="left">Told when sd-bus has nothing more to do with it.</param>
internal sealed unsafe class PendingCall(BusCall call, Action<nint> read, Action<PendingCall> left)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NativeSlot? _slot;

    /// <summary>Done when the answer was read.</summary>
    public Task Done => _done.Task;

    /// <summary>Sends it; what goes wrong is told by <see cref="Done"/>. False when nothing was sent.</summary>
    public bool Begin(nint bus)
    {
        if (_done.Task.IsCompleted)
            return false;
        nint message = 0;
        try
        {
            BusErrno.Written(SdBus.NewMethodCall(bus, out message, call.Destination, call.Path, call.Interface, call.Member), $"call {call.Member}");
            BusErrno.Checked(SdBus.SetInteraction(message, call.MayAsk ? 1 : 0), "allow questions");
            call.Arguments(new BusWriter(message));
            _slot = new NativeSlot(this, data => Send(bus, message, data));
            return true;
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
            return false;
        }
        finally
        {
            SdBus.MessageUnref(message);
        }
    }

    /// <summary>Ends it with an error.</summary>
    public void Fail(Exception why)
    {
        Leave();
        _done.TrySetException(why);
    }

    /// <summary>Nobody waits any more.</summary>
    public void Cancel(CancellationToken cancellation)
    {
        Leave();
        _done.TrySetCanceled(cancellation);
    }

    private nint Send(nint bus, nint message, nint data)
    {
        var microseconds = (ulong)Math.Max(1, call.Timeout.TotalMicroseconds);
        BusErrno.Checked(SdBus.CallAsync(bus, out var slot, message, &OnReply, data, microseconds), $"call {call.Destination} {call.Member}");
        return slot;
    }

    [UnmanagedCallersOnly]
    private static int OnReply(nint message, nint data, NativeBusError* error)
    {
        NativeSlot.TargetOf<PendingCall>(data).Take(message);
        return 1;
    }

    private void Take(nint message)
    {
        Leave();
        try
        {
            var error = SdBus.GetError(message);
            if (error is not null && error->Name != 0)
            {
                _done.TrySetException(new BusException(Utf8.Copy(error->Name), Utf8.Copy(error->Message)));
                return;
            }
            read(message);
            _done.TrySetResult();
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    private void Leave()
    {
        if (_slot is null)
            return;
        _slot.Free();
        _slot = null;
        left(this);
    }
}
