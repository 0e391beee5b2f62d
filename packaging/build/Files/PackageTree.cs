using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Files;

/// <summary>The files of one package: its <c>contents</c>, with trees and folders spelt out.</summary>
internal static class PackageTree
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Every entry for <paramref name="format"/>, in the order of the paths' bytes.</summary>
    /// <param name="package">The package.</param>
    /// <param name="format"><c>deb</c> or <c>rpm</c>.</param>
    /// <param name="root">The working copy's top folder.</param>
    /// <param name="problems">Takes a problem for a source that is not there, or a path that comes twice.</param>
    public static IReadOnlyList<PackagedFile> Of(PackageDescription package, string format, string root, NfpmProblems problems)
    {
        var files = new SortedDictionary<string, PackagedFile>(StringComparer.Ordinal);
        foreach (var item in package.Contents.Where(item => item.Packager is null || item.Packager == format))
        {
            foreach (var file in Expand(item, root, problems))
            {
                if (!files.TryAdd(file.Path, file))
                    problems.Add(item.Line, $"{file.Path} is in the package already", "name every path once");
            }
        }
        return [.. files.Values];
    }

    private static IEnumerable<PackagedFile> Expand(ContentItem item, string root, NfpmProblems problems)
    {
        var source = Path.Combine(root, item.Source);
        switch (item.Type)
        {
            case ContentType.Dir:
                return [new PackagedFile(item.Destination.TrimEnd('/'), PackagedKind.Folder, item.Mode ?? Executable)];
            case ContentType.Symlink:
                return [new PackagedFile(item.Destination, PackagedKind.Link, Executable) { Source = item.Source }];
            case ContentType.Tree when Directory.Exists(source):
                return TreeOf(item, source);
            case ContentType.File or ContentType.Config or ContentType.ConfigNoReplace when item.Source.Contains('*', StringComparison.Ordinal):
                return Matching(item, source, problems);
            case ContentType.File or ContentType.Config or ContentType.ConfigNoReplace when File.Exists(source):
                return [FileOf(item, source, item.Destination)];
            default:
                return Missing(item, problems);
        }
    }

    private static IEnumerable<PackagedFile> Matching(ContentItem item, string source, NfpmProblems problems)
    {
        var folder = Path.GetDirectoryName(source)!;
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(source)) : [];
        return files.Length == 0 ? Missing(item, problems) : files.Select(path => FileOf(item, path, $"{item.Destination.TrimEnd('/')}/{Path.GetFileName(path)}"));
    }

    private static PackagedFile[] Missing(ContentItem item, NfpmProblems problems)
    {
        problems.Add(item.Line, $"{item.Source} is not there", "name a file, or a folder for 'type: tree'; 'make package' makes those under artifacts");
        return [];
    }

    private static IEnumerable<PackagedFile> TreeOf(ContentItem item, string source)
    {
        var top = item.Destination.TrimEnd('/');
        yield return new PackagedFile(top, PackagedKind.Folder, Executable);
        foreach (var path in Directory.EnumerateFileSystemEntries(source, "*", SearchOption.AllDirectories))
        {
            var destination = $"{top}/{Path.GetRelativePath(source, path)}";
            yield return Directory.Exists(path)
                ? new PackagedFile(destination, PackagedKind.Folder, Executable)
                : FileOf(item, path, destination);
        }
    }

    // The bits of a checkout or a build say which files are programs, and otherwise depend on who made them.
    private static PackagedFile FileOf(ContentItem item, string source, string destination) =>
        new(destination, PackagedKind.File, item.Mode ?? ((File.GetUnixFileMode(source) & UnixFileMode.UserExecute) != UnixFileMode.None ? Executable : Plain))
        {
            Source = source,
            IsConfig = item.Type is ContentType.Config or ContentType.ConfigNoReplace,
            KeepsEdits = item.Type is ContentType.ConfigNoReplace,
        };
}
