using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Git.Native;

internal sealed class RepositoryHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibGit2.RepositoryFree(handle);
        return true;
    }
}
