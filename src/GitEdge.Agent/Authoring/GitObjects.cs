using System.Globalization;
using System.Text;

namespace GitEdge.Agent.Authoring;

/// <summary>Reads many objects with one process.</summary>
internal static class GitObjects
{
    /// <summary>The objects in the order asked for; null where there is none.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="names">What git rev-parse understands, such as ids and <c>commit:path</c>; without line feeds.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<IReadOnlyList<GitObject?>> ReadAsync(GitCli git, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0)
            return [];
        ReadOnlyMemory<byte> rest = (await git.RunAsync(["cat-file", "--batch"], cancellation, input: string.Concat(names.Select(name => $"{name}\n")))).Bytes;
        var found = new List<GitObject?>();
        foreach (var _ in names)
            found.Add(Next(ref rest));
        return found;
    }

    // <object> SP <type> SP <size> LF <content> LF, or <name> SP missing LF
    private static GitObject? Next(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(rest.Span[..Math.Max(end, 0)]);
        rest = rest[(end + 1)..];
        var parts = line.Split(' ');
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return null;
        var found = new GitObject(parts[0], parts[1], rest[..size]);
        rest = rest[(size + 1)..];
        return found;
    }
}
