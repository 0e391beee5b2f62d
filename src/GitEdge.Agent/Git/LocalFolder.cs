using GitEdge.Agent.Git.Transports;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Git;

/// <summary>
/// Looks over a repository that is a folder of this device, a USB stick say, before anything in it is opened: opening a
/// pipe waits for ever, a device may do anything, and a link leads out of the folder.
/// </summary>
internal static class LocalFolder
{
    // Each makes a repository need more than its own folder.
    private static readonly string[] Outward = ["commondir", "gitdir", "objects/info/alternates", "objects/info/http-alternates"];

    /// <summary>Nothing, if the folder holds plain files and folders only, and not too many of them.</summary>
    /// <exception cref="WireFailureException">What is wrong with it.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public static void Require(GitEndpoint endpoint, GitLimits limits, CancellationToken cancellation)
    {
        if (!Directory.Exists(endpoint.Path))
            throw Fault(GitFaultReason.RepositoryMissing, endpoint, "there is no such folder.");
        var inner = Path.Combine(endpoint.Path, ".git");
        var root = FileKinds.Of(inner) switch
        {
            FileKind.Unknown => endpoint.Path,
            FileKind.Folder => inner,
            _ => throw Unsafe(endpoint, inner, "is not a folder"),
        };
        try
        {
            Walk(root, endpoint, limits, cancellation);
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            throw Fault(GitFaultReason.RepositoryMissing, endpoint, $"it cannot be read: {e.Message}");
        }
    }

    private static void Walk(string root, GitEndpoint endpoint, GitLimits limits, CancellationToken cancellation)
    {
        if (Outward.Select(name => Path.Combine(root, name)).FirstOrDefault(path => FileKinds.Of(path) != FileKind.Unknown) is { } outward)
            throw Unsafe(endpoint, outward, "makes it need another folder");
        if (new FileInfo(Path.Combine(root, "packed-refs")) is { Exists: true } packed && packed.Length > limits.ListBytes)
            throw Fault(GitFaultReason.TooManyReferences, endpoint, $"its list of references has {packed.Length} bytes; {limits.ListBytes} are allowed.");
        var left = limits.LocalFiles;
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out var folder))
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder))
            {
                cancellation.ThrowIfCancellationRequested();
                if (left-- == 0)
                    throw Fault(GitFaultReason.TooLarge, endpoint, $"it has more than {limits.LocalFiles} files; run 'git gc' there.");
                var kind = FileKinds.Of(path);
                if (kind == FileKind.Folder)
                    folders.Push(path);
                else if (kind is FileKind.Link or FileKind.Special)
                    throw Unsafe(endpoint, path, kind == FileKind.Link ? "is a symbolic link" : "is a pipe, a device or a socket");
            }
        }
    }

    private static WireFailureException Unsafe(GitEndpoint endpoint, string path, string what) =>
        Fault(GitFaultReason.UnsafeFolder, endpoint, $"'{path}' {what}.");

    private static WireFailureException Fault(GitFaultReason reason, GitEndpoint endpoint, string text) =>
        new(GitFaults.Of(reason, endpoint, text));
}
