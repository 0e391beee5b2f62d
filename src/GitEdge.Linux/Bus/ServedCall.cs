using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>One call to an object of ours, until it is answered. For the bus's thread.</summary>
internal sealed unsafe class ServedCall
{
    private readonly nint _message;

    /// <summary>Keeps the message until the answer.</summary>
    public ServedCall(nint message) => _message = SdBus.MessageRef(message);

    /// <summary>Unique name of who calls.</summary>
    public string Sender => Utf8.Copy(SdBus.GetSender(_message));

    /// <summary>The interface; empty when the call leaves it out.</summary>
    public string Interface => Utf8.Copy(SdBus.GetInterface(_message));

    /// <summary>The method.</summary>
    public string Member => Utf8.Copy(SdBus.GetMember(_message));

    /// <summary>Whether a person may be asked.</summary>
    public bool MayAsk => SdBus.GetInteraction(_message) > 0;

    /// <summary>The body.</summary>
    public BusReader Arguments => new(_message);

    /// <summary>Sends the answer, or the error it became, and lets the message go. A caller that is gone gets nothing.</summary>
    public void Answer(Task<WriteValues> answer)
    {
        try
        {
            if (SdBus.GetExpectReply(_message) <= 0)
                return;
            if (TrySend(answer) is { } failed)
                SendError(failed);
        }
        finally
        {
            SdBus.MessageUnref(_message);
        }
    }

    private BusException? TrySend(Task<WriteValues> answer)
    {
        nint reply = 0;
        try
        {
            var write = answer.GetAwaiter().GetResult();
            BusErrno.Checked(SdBus.NewMethodReturn(_message, out reply), "answer");
            write(new BusWriter(reply));
            BusErrno.Checked(SdBus.Send(0, reply, 0), "send the answer");
            return null;
        }
        catch (Exception e)
        {
            return e as BusException ?? new BusException(BusErrorNames.Failed, $"{e.GetType().Name}: {e.Message}");
        }
        finally
        {
            SdBus.MessageUnref(reply);
        }
    }

    private void SendError(BusException e)
    {
        var error = new NativeBusError { Name = Marshal.StringToCoTaskMemUTF8(e.Name), Message = Marshal.StringToCoTaskMemUTF8(e.Message) };
        try
        {
            // Nothing is left to be told when the error cannot be sent either: the connection has ended.
            if (SdBus.NewMethodError(_message, out var reply, &error) < 0)
                return;
            _ = SdBus.Send(0, reply, 0);
            SdBus.MessageUnref(reply);
        }
        finally
        {
            Marshal.FreeCoTaskMem(error.Name);
            Marshal.FreeCoTaskMem(error.Message);
        }
    }
}
