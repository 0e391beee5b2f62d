using System.Runtime.InteropServices;

namespace GitEdge.Linux.Bus.Native;

/// <summary>Text that sd-bus owns.</summary>
internal static class Utf8
{
    /// <summary>A copy; empty when there is none.</summary>
    internal static string Copy(nint text) => Marshal.PtrToStringUTF8(text) ?? "";
}
