using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2 1.8's <c>git_remote_connect_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConnectOptions
{
    public const uint CurrentVersion = 1;

    public uint Version;
    public RemoteCallbacks Callbacks;
    public ProxyOptions Proxy;
    public int FollowRedirects;
    public StringArray Headers;
}
