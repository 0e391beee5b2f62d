using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Git.Native;

internal sealed class OdbObjectHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibGit2.OdbObjectFree(handle);
        return true;
    }
}
