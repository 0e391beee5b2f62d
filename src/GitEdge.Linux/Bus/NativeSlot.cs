using System.Runtime.InteropServices;
using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>Something sd-bus calls back for: keeps the object that is called alive until it is let go, on the bus's thread.</summary>
internal sealed class NativeSlot
{
    private readonly Action? _freed;
    private GCHandle _target;
    private nint _slot;

    /// <summary>Asks sd-bus for a slot that calls back with <paramref name="target"/>.</summary>
    /// <param name="target">Who is called back.</param>
    /// <param name="add">Hands sd-bus the callback with its data, and gives the slot.</param>
    /// <param name="freed">Called when it is let go.</param>
    public NativeSlot(object target, Func<nint, nint> add, Action? freed = null)
    {
        _freed = freed;
        _target = GCHandle.Alloc(target);
        try
        {
            _slot = add(GCHandle.ToIntPtr(_target));
        }
        catch
        {
            _target.Free();
            throw;
        }
    }

    /// <summary>Whoever a callback's data stands for.</summary>
    public static T TargetOf<T>(nint data)
        where T : class => (T)GCHandle.FromIntPtr(data).Target!;

    /// <summary>sd-bus calls back no more. Also from within the callback.</summary>
    public void Free()
    {
        if (_slot == 0)
            return;
        SdBus.SlotUnref(_slot);
        _slot = 0;
        _target.Free();
        _freed?.Invoke();
    }
}
