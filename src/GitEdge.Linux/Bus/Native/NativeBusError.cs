using System.Runtime.InteropServices;

namespace GitEdge.Linux.Bus.Native;

/// <summary><c>sd_bus_error</c> of sd-bus.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeBusError
{
    /// <summary>The error's name, UTF-8.</summary>
    public nint Name;

    /// <summary>For people, UTF-8; may be null.</summary>
    public nint Message;

    /// <summary>sd-bus's own.</summary>
    public int NeedFree;
}
