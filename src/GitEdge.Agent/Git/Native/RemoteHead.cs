using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_remote_head</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RemoteHead
{
    public int Local;
    public NativeOid Oid;
    public NativeOid LocalOid;
    public byte* Name;
    public byte* SymbolicTarget;
}
