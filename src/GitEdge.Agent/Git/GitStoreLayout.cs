using System.Globalization;
using System.Text;

namespace GitEdge.Agent.Git;

/// <summary>
/// The files of a bare repository that are ours alone: written once, and put right when somebody else changed them.
/// </summary>
internal static class GitStoreLayout
{
    private const string Configuration = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n";

    // A head that never exists: nothing is ever checked out.
    private const string Head = "ref: refs/heads/none\n";

    // Each makes a repository mean more than its own objects.
    private static readonly string[] Foreign =
        ["commondir", "config.worktree", "objects/info/alternates", "objects/info/http-alternates", "info/grafts", "shallow"];

    /// <summary>Whether something that looks like a repository of ours is there.</summary>
    public static bool Exists(string path) =>
        File.Exists(Path.Combine(path, "HEAD")) && Directory.Exists(Path.Combine(path, "objects")) && Directory.Exists(Path.Combine(path, "refs"));

    /// <summary>Makes an empty repository at <paramref name="path"/>, where nothing may be.</summary>
    public static void Create(string path)
    {
        var draft = path + ".new";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(Path.Combine(draft, "objects", "pack"));
        Directory.CreateDirectory(Path.Combine(draft, "objects", "info"));
        Directory.CreateDirectory(Path.Combine(draft, "refs", "tags"));
        File.WriteAllText(Path.Combine(draft, "HEAD"), Head);
        File.WriteAllText(Path.Combine(draft, "config"), Configuration);
        Directory.Move(draft, path);
    }

    /// <summary>Puts right what somebody else changed, and says so. Writes nothing when all is as it was made.</summary>
    public static IReadOnlyList<string> PutRight(string path)
    {
        var notices = new List<string>();
        PutRight(Path.Combine(path, "config"), Configuration, notices);
        PutRight(Path.Combine(path, "HEAD"), Head, notices);
        foreach (var file in Foreign.Select(name => Path.Combine(path, name)).Where(File.Exists))
        {
            File.Delete(file);
            notices.Add($"{file} does not belong in GitEdge's copy of the repository; it was removed.");
        }
        return notices;
    }

    /// <summary>Removes what an interrupted fetch left; for the only one who fetches, for a lock may be somebody else's.</summary>
    public static void RemoveDebris(string path)
    {
        foreach (var file in Packs(path).Where(file => file.Name.StartsWith("pack_git2_", StringComparison.Ordinal)))
            file.Delete();
        // Killed between writing a reference and renaming it: nobody could change that reference any more.
        foreach (var file in new DirectoryInfo(Path.Combine(path, "refs")).EnumerateFiles("*.lock", SearchOption.AllDirectories).ToList())
            file.Delete();
    }

    /// <summary>Every file of a pack, half written ones too.</summary>
    public static IReadOnlyList<FileInfo> Packs(string path)
    {
        var packs = new DirectoryInfo(Path.Combine(path, "objects", "pack"));
        return packs.Exists ? packs.GetFiles() : [];
    }

    /// <summary>Removes the packs of a fetch that came to nothing; false when there is none.</summary>
    /// <param name="path">The repository.</param>
    /// <param name="kept">The packs before the fetch.</param>
    public static bool RemovePacksExcept(string path, IReadOnlyList<FileInfo> kept)
    {
        var names = kept.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var added = Packs(path).Where(file => !names.Contains(file.Name)).ToList();
        added.ForEach(file => file.Delete());
        return added.Count > 0;
    }

    /// <summary>Moves what is at <paramref name="path"/> out of the way and returns where; only the latest is kept.</summary>
    public static string SetAside(string path, DateTimeOffset now)
    {
        RemoveAside(path);
        var aside = $"{path}.damaged-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}";
        if (Directory.Exists(path))
            Directory.Move(path, aside);
        else
            File.Move(path, aside);
        return aside;
    }

    /// <summary>Removes the copies that were set aside: only people need them, and less than the room.</summary>
    public static void RemoveAside(string path)
    {
        var aside = new DirectoryInfo(Path.GetDirectoryName(path)!).EnumerateFileSystemInfos(Path.GetFileName(path) + ".damaged-*");
        foreach (var earlier in aside.ToList())
        {
            if (earlier is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                earlier.Delete();
        }
    }

    private static void PutRight(string file, string content, List<string> notices)
    {
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(content)))
            return;
        File.WriteAllText(file, content);
        notices.Add($"{file} was not as GitEdge wrote it; it was replaced. Nothing in it was used.");
    }
}
