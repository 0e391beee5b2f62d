using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_smart_subtransport_stream</c>, with whose it is behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SmartStream
{
    public SmartSubtransport* Subtransport;
    public delegate* unmanaged[Cdecl]<SmartStream*, byte*, nuint, nuint*, int> Read;
    public delegate* unmanaged[Cdecl]<SmartStream*, byte*, nuint, int> Write;
    public delegate* unmanaged[Cdecl]<SmartStream*, void> Free;
    public nint Owner;
}
