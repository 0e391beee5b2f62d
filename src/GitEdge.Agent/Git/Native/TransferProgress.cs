using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_indexer_progress</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TransferProgress
{
    public uint TotalObjects;
    public uint IndexedObjects;
    public uint ReceivedObjects;
    public uint LocalObjects;
    public uint TotalDeltas;
    public uint IndexedDeltas;
    public nuint ReceivedBytes;
}
