using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_allocator</c>, as of 1.7.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Allocator
{
    public delegate* unmanaged[Cdecl]<nuint, byte*, int, void*> Allocate;
    public delegate* unmanaged[Cdecl]<void*, nuint, byte*, int, void*> Reallocate;
    public nint Free;
}
