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

    /// <summary>Removes what an interrupted fetch left.</summary>
    public static void RemoveDebris(string path)
    {
        var packs = Path.Combine(path, "objects", "pack");
        if (!Directory.Exists(packs))
            return;
        foreach (var file in Directory.EnumerateFiles(packs, "pack_git2_*"))
            File.Delete(file);
    }

    /// <summary>Moves what is at <paramref name="path"/> out of the way and returns where; only the latest is kept.</summary>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var parent = Path.GetDirectoryName(path)!;
        foreach (var earlier in Directory.EnumerateDirectories(parent, Path.GetFileName(path) + ".damaged-*"))
            Directory.Delete(earlier, recursive: true);
        var aside = $"{path}.damaged-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}";
        if (Directory.Exists(path))
            Directory.Move(path, aside);
        else
            File.Move(path, aside);
        return aside;
    }

    private static void PutRight(string file, string content, List<string> notices)
    {
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(content)))
            return;
        File.WriteAllText(file, content);
        notices.Add($"{file} was not as GitEdge wrote it; it was replaced. Nothing in it was used.");
    }
}
