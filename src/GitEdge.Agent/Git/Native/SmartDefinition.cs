using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_smart_subtransport_definition</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SmartDefinition
{
    public delegate* unmanaged[Cdecl]<SmartSubtransport**, nint, nint, int> Callback;
    public uint IsStateless;
    public nint Parameter;
}
