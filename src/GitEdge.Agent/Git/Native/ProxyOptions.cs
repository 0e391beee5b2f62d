using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2's <c>git_proxy_options</c>, always as libgit2 initialises it: no proxy.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProxyOptions
{
    public uint Version;
    public int Type;
    public nint Url;
    public nint Credentials;
    public nint CertificateCheck;
    public nint Payload;
}
