using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Git.Native;

internal sealed class ReferenceIteratorHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibGit2.ReferenceIteratorFree(handle);
        return true;
    }
}
