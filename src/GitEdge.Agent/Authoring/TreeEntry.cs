using System.Globalization;

namespace GitEdge.Agent.Authoring;

/// <summary>A line of <c>git ls-tree -l</c>: a file of a commit.</summary>
internal sealed record TreeEntry(string Mode, string Id, long Size, string Path)
{
    /// <summary>Reads <c>&lt;mode&gt; SP &lt;type&gt; SP &lt;object&gt; SP+ &lt;size&gt; TAB &lt;path&gt;</c>; a submodule has the size <c>-</c>.</summary>
    public static TreeEntry Parse(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        var head = line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _ = long.TryParse(head[3], NumberStyles.None, CultureInfo.InvariantCulture, out var size);
        return new TreeEntry(head[0], head[2], size, line[(tab + 1)..]);
    }
}
