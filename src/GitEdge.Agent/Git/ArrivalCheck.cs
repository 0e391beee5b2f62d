using System.Text;

namespace GitEdge.Agent.Git;

/// <summary>Makes sure that a remote sent all that belongs to a tag, before the tag counts as fetched.</summary>
internal sealed class ArrivalCheck(ObjectReader reader, GitLimits limits)
{
    // Of one tag, and of all: who lists thousands of tags must not make the device walk as many trees.
    private const int TreesOfOne = 4;
    private const int TreesOfAll = 40;

    private readonly HashSet<GitObjectId> _complete = [];
    private int _one;
    private int _all;

    private bool IsEnough => _one > limits.Files * TreesOfOne || _all > limits.Files * TreesOfAll;

    /// <summary>The first object that is missing below a reference's object; null when all is here.</summary>
    /// <param name="id">The object.</param>
    /// <param name="cancellation">Ends it with the next object.</param>
    public GitObjectId? FirstMissing(GitObjectId id, CancellationToken cancellation)
    {
        _one = 0;
        return FirstMissing(id, 0, cancellation);
    }

    private GitObjectId? FirstMissing(GitObjectId id, int depth, CancellationToken cancellation)
    {
        // What is refused later anyway, for depth or number, need not be complete.
        if (depth > limits.TreeDepth + 2 || _complete.Contains(id) || (depth > 0 && IsEnough))
            return null;
        cancellation.ThrowIfCancellationRequested();
        if (reader.Header(id) is not { } header)
            return id;
        (_one, _all) = (_one + 1, _all + 1);
        if (header.Type == GitObjectType.Blob)
            _complete.Add(id);
        if (header.Type == GitObjectType.Blob || header.Size > limits.ObjectBytes)
            return null;
        if (reader.Read(id, limits.ObjectBytes) is not { } raw)
            return id;
        var missing = ReferencedBy(raw).Select(next => FirstMissing(next, depth + 1, cancellation)).FirstOrDefault(next => next is not null);
        if (missing is null && !IsEnough)
            _complete.Add(id);
        return missing;
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
