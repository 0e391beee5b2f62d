using System.Text;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tuning;

/// <summary>The files that give a committed tuning to the next boot, on disk. Each is replaced in one step.</summary>
/// <param name="root">What all paths are below, for example <c>/</c>.</param>
internal sealed class DropInFiles(string root)
{
    /// <summary>Makes these files all that there are of GitEdge.</summary>
    /// <param name="files">Path below the root → content.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be written.</exception>
    public void Publish(IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files)
            Write(Path.Combine(root, path), Encoding.UTF8.GetBytes(text));
        foreach (var path in Present().Where(path => !files.ContainsKey(path)))
            Remove(Path.Combine(root, path));
    }

    private IEnumerable<string> Present()
    {
        var units = Path.Combine(root, DropIns.Units);
        var ofUnits = Directory.Exists(units)
            ? Directory.EnumerateDirectories(units, "*.d").Select(folder => $"{DropIns.Units}/{Path.GetFileName(folder)}/{DropIns.UnitFile}")
            : [];
        return [.. ofUnits.Append(DropIns.Sysctl).Append(DropIns.Tmpfiles).Where(path => Path.Exists(Path.Combine(root, path)))];
    }

    private static void Write(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            return;
        MakeFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, content);
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        MakeFolder(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder);
        DirectorySync.SyncParent(folder);
    }

    private static void Remove(string path)
    {
        AtomicFile.Remove(path);
        DirectorySync.SyncParent(path);
    }
}
