using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_error</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeError
{
    public byte* Message;
    public int Class;
}
