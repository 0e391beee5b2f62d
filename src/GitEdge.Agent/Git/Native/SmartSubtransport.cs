using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_smart_subtransport</c>, with whose it is behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SmartSubtransport
{
    public delegate* unmanaged[Cdecl]<SmartStream**, SmartSubtransport*, byte*, int, int> Action;
    public delegate* unmanaged[Cdecl]<SmartSubtransport*, int> Close;
    public delegate* unmanaged[Cdecl]<SmartSubtransport*, void> Free;
    public nint Owner;
}
