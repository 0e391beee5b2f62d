using GitEdge.Core.Primitives;
using GitEdge.Linux;
using GitEdge.Linux.Files;

namespace GitEdge.Agent;

/// <summary>
/// Held by the one process that works on a root folder (flock(2) on <c>&lt;root&gt;/lock</c>); the kernel lets go of it with the
/// process. Whoever can open the file could hold it too, so that nobody else can.
/// </summary>
internal sealed class RootLock : IDisposable
{
    private static readonly FileStreamOptions Options = new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private readonly FileStream? _file;

    private RootLock(FileStream? file) => _file = file;

    /// <summary>Takes it; null, with the reason, when another process has it or the folder cannot be used.</summary>
    public static RootLock? TryTake(string root, out Fault? fault)
    {
        fault = null;
        var path = Path.Combine(root, "lock");
        try
        {
            Directory.CreateDirectory(root);
            return new RootLock(Open(path));
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

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, Options);
        try
        {
            FileLock.Take(file.SafeFileHandle, path);
            return file;
        }
        catch (LinuxException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
