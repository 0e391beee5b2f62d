using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_strarray</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StringArray
{
    public byte** Strings;
    public nuint Count;
}
