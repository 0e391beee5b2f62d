using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Git.Native;

internal sealed class RemoteHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibGit2.RemoteFree(handle);
        return true;
    }
}
