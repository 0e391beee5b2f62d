using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>libgit2 1.8's <c>git_remote_callbacks</c>; what is never set is a plain pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RemoteCallbacks
{
    public uint Version;
    public nint SidebandProgress;
    public nint Completion;
    public nint Credentials;
    public nint CertificateCheck;
    public delegate* unmanaged[Cdecl]<TransferProgress*, nint, int> TransferProgress;
    public nint UpdateTips;
    public nint PackProgress;
    public nint PushTransferProgress;
    public nint PushUpdateReference;
    public nint PushNegotiation;
    public delegate* unmanaged[Cdecl]<nint*, nint, nint, int> Transport;
    public nint RemoteReady;
    public nint Payload;
    public nint ResolveUrl;
}
