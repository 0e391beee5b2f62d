using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>A fleet repository as it lies on disk, committed or not.</summary>
internal sealed record WorkingTree
{
    /// <summary>Path → content of manifests and Quadlet files.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>Path of every file that a release would hold.</summary>
    public required IReadOnlySet<string> Paths { get; init; }

    /// <summary>Files that a release cannot hold.</summary>
    public required IReadOnlyList<ManifestProblem> Problems { get; init; }

    /// <summary>Reads a folder.</summary>
    public static WorkingTree Read(string directory)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<ManifestProblem>();
        foreach (var (path, file) in Find(directory))
        {
            paths.Add(path);
            if (file.LinkTarget is not null)
                problems.Add(
                    new ManifestProblem(
                        SourceLocation.StartOf(path),
                        "a symbolic link cannot be part of a release",
                        "put the file itself there",
                        ManifestRule.Files
                    )
                );
            else if (!FleetLayout.IsBelow(path, FleetLayout.Golden) && file is FileInfo)
                files[path] = File.ReadAllBytes(file.FullName);
        }
        return new WorkingTree
        {
            Files = files,
            Paths = paths,
            Problems = problems,
        };
    }

    private static IEnumerable<(string Path, FileSystemInfo File)> Find(string directory)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = false,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
        };
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(directory)]);
        while (open.TryPop(out var folder))
        {
            foreach (var entry in folder.EnumerateFileSystemInfos("*", options))
            {
                var path = Path.GetRelativePath(directory, entry.FullName);
                if (entry is DirectoryInfo { LinkTarget: null } inner && FleetLayout.IsLocked($"{path}/"))
                    open.Push(inner);
                else if (FleetLayout.IsLocked(path) || path is "fleet.yml")
                    yield return (path, entry);
            }
        }
    }
}
