using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_remote_create_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RemoteCreateOptions
{
    public const uint CurrentVersion = 1;

    /// <summary>Leave the url as it is, whatever <c>url.*.insteadOf</c> says, and add no refspec.</summary>
    public const uint SkipInsteadOfAndDefaultFetchSpec = 3;

    public uint Version;
    public nint Repository;
    public nint Name;
    public nint FetchSpec;
    public uint Flags;
}
