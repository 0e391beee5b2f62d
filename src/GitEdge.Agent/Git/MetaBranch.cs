using System.Globalization;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Git;

/// <summary>
/// The files of branch <c>gitedge-meta</c>, each read when it is asked for: a device that is up to date reads three of
/// them, however many there are. Only the tip counts. Nothing in it is to be believed.
/// </summary>
/// <param name="objects">What was fetched.</param>
/// <param name="limits">What may be read of it.</param>
internal sealed class MetaBranch(GitObjects objects, MetaLimits limits)
{
    private const int MaxProblems = 10;
    private const string Suffix = ".sig";

    // A name that is there twice has no entry.
    private readonly Dictionary<GitObjectId, SortedDictionary<string, TreeEntry?>> _trees = [];
    private readonly List<string> _problems = [];
    private GitObjectId? _root;
    private bool _opened;
    private int _entries;
    private long _bytes;

    /// <summary>What stood in the way of reading a file; the file then counts as missing.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Bytes of files that were read.</summary>
    public long Read => _bytes;

    /// <summary>A file with its signatures, in the order of their names; null when there is none that could be read.</summary>
    public SignedFile? Find(string path)
    {
        if (FindRoot() is not { } root || FindBlob(root, path) is not { } content)
            return null;
        var signatures = new List<ReadOnlyMemory<byte>>();
        if (FindEntry(root, TrustFiles.SignaturesOf(path)) is { Mode: "40000" } folder)
        {
            var names = ReadTree(folder.Id, path).Keys.Where(name => name.EndsWith(Suffix, StringComparison.Ordinal));
            foreach (var name in names.Take(SignedFile.MaxSignatures))
            {
                if (FindBlob(folder.Id, name) is { } signature)
                    signatures.Add(signature);
            }
        }
        return new SignedFile(path, content, signatures);
    }

    private GitObjectId? FindRoot()
    {
        if (_opened)
            return _root;
        _opened = true;
        if (objects.FindMeta() is not { } tip)
            return null;
        _root = objects.ReadRaw(tip) is { Type: GitObjectType.Commit } commit ? GitObjects.ReadRoot(commit.Bytes.Span) : null;
        if (_root is null)
            Report(TrustFiles.Branch, $"its tip {tip} is no commit that can be read");
        return _root;
    }

    private ReadOnlyMemory<byte>? FindBlob(GitObjectId tree, string path)
    {
        if (FindEntry(tree, path) is not { } entry)
            return null;
        if (entry.Mode != "100644")
        {
            Report(path, $"it has mode {entry.Mode}; only plain files (100644) are read");
            return null;
        }
        if (objects.ReadRaw(entry.Id) is not { Type: GitObjectType.Blob } blob)
        {
            Report(path, "its content is missing, damaged or too large");
            return null;
        }
        if ((_bytes += blob.Bytes.Length) <= limits.Bytes)
            return blob.Bytes;
        Report(path, string.Create(CultureInfo.InvariantCulture, $"more than {limits.Bytes} bytes would have been read; the rest is left"));
        return null;
    }

    private TreeEntry? FindEntry(GitObjectId tree, string path)
    {
        TreeEntry? found = null;
        foreach (var part in path.Split('/'))
        {
            if (found is { } folder)
            {
                if (folder.Mode != "40000")
                    return null;
                tree = folder.Id;
            }
            if (!ReadTree(tree, path).TryGetValue(part, out found) || found is null)
                return null;
        }
        return found;
    }

    private SortedDictionary<string, TreeEntry?> ReadTree(GitObjectId id, string path)
    {
        if (_trees.TryGetValue(id, out var known))
            return known;
        var byName = _trees[id] = new SortedDictionary<string, TreeEntry?>(StringComparer.Ordinal);
        if ((objects.ReadRaw(id) is { Type: GitObjectType.Tree } tree ? TreeEntry.Parse(tree.Bytes) : null) is not { } entries)
        {
            Report(path, $"folder {id} is missing, damaged or too large");
            return byName;
        }
        if ((_entries += entries.Count) > limits.Files)
        {
            Report(path, string.Create(CultureInfo.InvariantCulture, $"there are more than {limits.Files} files and folders"));
            return byName;
        }
        foreach (var entry in entries)
        {
            if (TreeNames.Plain(entry.Name.Span) is { } name && !byName.TryAdd(name, entry))
            {
                byName[name] = null;
                Report(path, $"'{name}' is there twice");
            }
        }
        return byName;
    }

    private void Report(string path, string what)
    {
        if (_problems.Count < MaxProblems)
            _problems.Add($"{path} of branch {TrustFiles.Branch}: {what}.");
    }
}
