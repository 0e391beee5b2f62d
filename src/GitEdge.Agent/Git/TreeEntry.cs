namespace GitEdge.Agent.Git;

/// <summary>A line of a tree object, as it is written there.</summary>
/// <param name="Mode">Octal digits.</param>
/// <param name="Name">Raw bytes.</param>
/// <param name="Id">The object it names.</param>
internal readonly record struct TreeEntry(string Mode, ReadOnlyMemory<byte> Name, GitObjectId Id)
{
    /// <summary>Reads the lines of a tree object; null when it is malformed.</summary>
    public static IReadOnlyList<TreeEntry>? Parse(ReadOnlyMemory<byte> tree)
    {
        var entries = new List<TreeEntry>();
        while (!tree.IsEmpty)
        {
            var space = tree.Span.IndexOf((byte)' ');
            var end = tree.Span.IndexOf((byte)0);
            if (space is <= 0 or > 6 || end < space || tree.Length - end - 1 < GitObjectId.Size)
                return null;
            var mode = System.Text.Encoding.ASCII.GetString(tree.Span[..space]);
            var id = GitObjectId.FromBytes(tree.Span.Slice(end + 1, GitObjectId.Size));
            entries.Add(new TreeEntry(mode, tree[(space + 1)..end], id));
            tree = tree[(end + 1 + GitObjectId.Size)..];
        }
        return entries;
    }
}
