using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>glibc's <c>struct mallinfo2</c> (mallinfo(3)): how much of the C library's heap is in use, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct HeapUse
{
    public nuint Arena;
    public nuint FreeChunks;
    public nuint FastChunks;
    public nuint MappedPieces;

    /// <summary><c>hblkhd</c>: in pieces mapped one by one.</summary>
    public nuint Mapped;

    public nuint Unused;
    public nuint FastBytes;

    /// <summary><c>uordblks</c>: in use in all arenas.</summary>
    public nuint InArenas;

    public nuint FreeBytes;
    public nuint Trimmable;
}
