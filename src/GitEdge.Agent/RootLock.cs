using GitEdge.Core.Primitives;
using GitEdge.Linux;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent;

/// <summary>Held by the one agent that works on a root folder (flock(2) on <c>&lt;root&gt;/lock</c>); the kernel lets go of it with the process.</summary>
internal sealed class RootLock : IDisposable
{
    private readonly SafeFileHandle? _file;

    private RootLock(SafeFileHandle? file) => _file = file;

    /// <summary>Takes it; null, with the reason, when another process has it or the folder cannot be used.</summary>
    public static RootLock? TryTake(string root, out Fault? fault)
    {
        fault = null;
        var path = Path.Combine(root, "lock");
        try
        {
            Directory.CreateDirectory(root);
            return new RootLock(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (DiskFault.IsDisk(e) && LinuxErrors.Of(e) == LinuxError.ReadOnly)
        {
            // Nobody can write there. What runs is watched all the same.
            return new RootLock(null);
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            fault = LinuxErrors.Of(e) is LinuxError.Busy
                ? new Fault(FaultKind.Waiting, AgentReason.AlreadyRunning,
                    $"Another gitedge agent works on '{root}': '{path}' is locked.",
                    $"See 'systemctl status gitedge-agent'; 'fuser {path}' names the process. Give a second device a root of its own.")
                : DiskFault.From(e, root);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
