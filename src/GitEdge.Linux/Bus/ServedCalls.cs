using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>The calls to one object: finds the method, has it answered, and sends the answer. For the bus's thread.</summary>
/// <param name="served">The object.</param>
/// <param name="connection">The connection.</param>
internal sealed unsafe class ServedCalls(BusObject served, BusConnection connection)
{
    /// <summary>More calls than this that wait for their answer are a flood; they are refused.</summary>
    private const int MostAtOnce = 64;

    private readonly IReadOnlyList<BusInterface> _interfaces = [.. served.Interfaces, .. StandardInterfaces.Of(served)];
    private readonly HashSet<ServedCall> _open = [];

    /// <summary>Tells sd-bus.</summary>
    public NativeSlot Begin(nint bus) => new(this, data =>
    {
        BusErrno.Written(SdBus.AddObject(bus, out var slot, served.Path, &OnCall, data), $"serve '{served.Path}'");
        return slot;
    }, AbandonAll);

    [UnmanagedCallersOnly]
    private static int OnCall(nint message, nint data, NativeBusError* error)
    {
        NativeSlot.TargetOf<ServedCalls>(data).Take(message);
        return 1;
    }

    private void Take(nint message)
    {
        var call = new ServedCall(message);
        try
        {
            _open.Add(call);
            var answer = Answer(call);
            if (answer.IsCompleted)
                Finish(call, answer);
            else
                _ = answer.ContinueWith(done => FinishLater(call, done), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        catch (Exception e)
        {
            Finish(call, Task.FromException<WriteValues>(e));
        }
    }

    private Task<WriteValues> Answer(ServedCall call)
    {
        if (_open.Count > MostAtOnce)
            throw new BusException(BusErrorNames.LimitsExceeded, $"'{served.Path}' has {MostAtOnce} calls to answer already. Try again later.");
        var method = Find(call.Interface, call.Member);
        var takes = string.Concat(method.Takes.Select(one => one.Type));
        var arguments = call.Arguments;
        return arguments.Signature == takes
            ? method.Answer(new BusCaller(call.Sender, call.MayAsk, connection), arguments)
            : throw new BusException(BusErrorNames.InvalidArguments, $"'{call.Member}' takes '{takes}', not '{arguments.Signature}'.");
    }

    private BusMethod Find(string ofInterface, string member)
    {
        // A call may leave the interface out.
        var candidates = ofInterface.Length == 0 ? _interfaces : [.. _interfaces.Where(one => one.Name == ofInterface)];
        if (candidates.Count == 0)
            throw new BusException(BusErrorNames.UnknownInterface, $"'{served.Path}' has no interface '{ofInterface}'.");
        return candidates.SelectMany(one => one.Methods).FirstOrDefault(one => one.Name == member)
            ?? throw new BusException(BusErrorNames.UnknownMethod, $"'{served.Path}' has no method '{member}' in '{ofInterface}'.");
    }

    private void FinishLater(ServedCall call, Task<WriteValues> answer) => connection.TryPost(() => Finish(call, answer));

    private void Finish(ServedCall call, Task<WriteValues> answer)
    {
        if (_open.Remove(call))
            call.Answer(answer);
    }

    /// <summary>The object is served no more. When that is so because the connection has ended, nobody hears it.</summary>
    private void AbandonAll()
    {
        var gone = new BusException(BusErrorNames.Disconnected, $"'{served.Path}' is served no more.");
        foreach (var call in _open)
            call.Answer(Task.FromException<WriteValues>(gone));
        _open.Clear();
    }
}
