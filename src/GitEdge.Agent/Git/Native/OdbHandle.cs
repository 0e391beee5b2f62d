using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Git.Native;

internal sealed class OdbHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibGit2.OdbFree(handle);
        return true;
    }
}
