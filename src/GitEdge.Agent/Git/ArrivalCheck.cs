using System.Text;

namespace GitEdge.Agent.Git;

/// <summary>Makes sure that a remote sent all that belongs to a tag, before the tag counts as fetched.</summary>
internal sealed class ArrivalCheck(ObjectReader reader, GitLimits limits)
{
    private readonly HashSet<GitObjectId> _complete = [];

    /// <summary>The first object that is missing below a reference's object; null when all is here.</summary>
    public GitObjectId? FirstMissing(GitObjectId id, int depth = 0)
    {
        // What is refused later anyway, for depth or number, need not be complete.
        if (depth > limits.TreeDepth + 2 || _complete.Count > limits.Files * 4 || !_complete.Add(id))
            return null;
        if (reader.Header(id) is not { } header)
            return id;
        if (header.Type == GitObjectType.Blob || header.Size > limits.ObjectBytes)
            return null;
        if (reader.Read(id, limits.ObjectBytes) is not { } raw)
            return id;
        return ReferencedBy(raw).Select(next => FirstMissing(next, depth + 1)).FirstOrDefault(missing => missing is not null);
    }

    private static IEnumerable<GitObjectId> ReferencedBy(RawObject raw) => raw.Type switch
    {
        GitObjectType.Tag => HexAfter(raw.Bytes.Span, "object "u8),
        GitObjectType.Commit => HexAfter(raw.Bytes.Span, "tree "u8),
        GitObjectType.Tree => (TreeEntry.Parse(raw.Bytes) ?? []).Where(e => e.Mode != "160000").Select(e => e.Id),
        _ => [],
    };

    private static GitObjectId[] HexAfter(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word)
    {
        var end = word.Length + (GitObjectId.Size * 2);
        return bytes.StartsWith(word) && bytes.Length > end && GitObjectId.TryParse(Encoding.ASCII.GetString(bytes[word.Length..end]), out var id) ? [id] : [];
    }
}
