using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2 1.8's <c>git_fetch_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FetchOptions
{
    public const uint CurrentVersion = 1;
    public const int NoPrune = 2;
    public const int NoTags = 2;
    public const int NoRedirects = 1;

    public int Version;
    public RemoteCallbacks Callbacks;
    public int Prune;
    public int UpdateFetchHead;
    public int DownloadTags;
    public ProxyOptions Proxy;
    public int Depth;
    public int FollowRedirects;
    public StringArray Headers;
}
