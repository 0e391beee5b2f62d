namespace GitEdge.Packaging.Files;

/// <summary>A package's files laid out in a folder, for the packaging tools to pick up.</summary>
internal static class StagedTree
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes <paramref name="files"/> below <paramref name="root"/>, all of them last changed at <paramref name="time"/>.</summary>
    public static void Write(string root, IEnumerable<PackagedFile> files, DateTime time)
    {
        Directory.CreateDirectory(root, Folder);
        foreach (var file in files)
        {
            var path = root + file.Path;
            MakeFolders(root, file.Kind == PackagedKind.Folder ? path : Path.GetDirectoryName(path)!);
            if (file.Kind == PackagedKind.File)
                File.Copy(file.Source, path);
            else if (file.Kind == PackagedKind.Link)
                File.CreateSymbolicLink(path, file.Source);
            if (file.Kind != PackagedKind.Link)
                File.SetUnixFileMode(path, file.Mode);
        }
        Stamp(root, time);
    }

    /// <summary>Gives everything below <paramref name="root"/> one time of change.</summary>
    public static void Stamp(string root, DateTime time)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(path).LinkTarget is null && File.Exists(path))
                File.SetLastWriteTimeUtc(path, time);
        }
        // Folders last: what is made in them changes them. Of a link the packaging tools clamp the time.
        foreach (var path in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root))
            Directory.SetLastWriteTimeUtc(path, time);
    }

    private static void MakeFolders(string root, string path)
    {
        if (path.Length <= root.Length || Directory.Exists(path))
            return;
        MakeFolders(root, Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Folder);
    }
}
