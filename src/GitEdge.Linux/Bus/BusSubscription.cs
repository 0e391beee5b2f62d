using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>Signals that are wanted; for the bus's thread, but for <see cref="Installed"/>.</summary>
/// <param name="rule">The rule in the bus's words.</param>
/// <param name="handle">Takes them in.</param>
internal sealed unsafe class BusSubscription(string rule, HandleSignal handle)
{
    private readonly TaskCompletionSource _installed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the bus has taken the rule.</summary>
    public Task Installed => _installed.Task;

    /// <summary>Asks the bus.</summary>
    public NativeSlot Begin(nint bus) => new(this, data =>
    {
        BusErrno.Checked(SdBus.AddMatchAsync(bus, out var slot, rule, &OnSignal, &OnInstalled, data), $"subscribe to {rule}");
        return slot;
    });

    [UnmanagedCallersOnly]
    private static int OnSignal(nint message, nint data, NativeBusError* error)
    {
        NativeSlot.TargetOf<BusSubscription>(data).Take(message);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int OnInstalled(nint message, nint data, NativeBusError* error)
    {
        var installed = NativeSlot.TargetOf<BusSubscription>(data)._installed;
        var failed = SdBus.GetError(message);
        if (failed is not null && failed->Name != 0)
            installed.TrySetException(new BusException(Utf8.Copy(failed->Name), Utf8.Copy(failed->Message)));
        else
            installed.TrySetResult();
        return 1;
    }

    private void Take(nint message)
    {
        try
        {
            var signal = new BusSignal(
                Utf8.Copy(SdBus.GetSender(message)), Utf8.Copy(SdBus.GetPath(message)), Utf8.Copy(SdBus.GetInterface(message)), Utf8.Copy(SdBus.GetMember(message)));
            handle(signal, new BusReader(message));
        }
        catch (Exception)
        {
            // Whoever sent it sent something else than its name promises; the next one may be in order.
        }
    }
}
