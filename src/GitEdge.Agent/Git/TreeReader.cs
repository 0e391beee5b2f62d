using System.Globalization;
using System.Text;

namespace GitEdge.Agent.Git;

/// <summary>Reads the files of one commit. Reports every problem; stops only at a cap on the whole.</summary>
internal sealed class TreeReader(ObjectReader? reader, GitLimits limits)
{
    private const int MaxProblems = 100;

    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly List<TreeProblem> _problems = [];
    private long _bytes;
    private int _entries;
    private bool _stopped;
    private CancellationToken _cancellation;

    /// <summary>Reads.</summary>
    public ReleaseTree Read(GitObjectId commit, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        if (RootOf(commit) is { } root)
            Walk(root, "", 0);
        return new ReleaseTree { Files = _files, Problems = _problems };
    }

    private GitObjectId? RootOf(GitObjectId commit)
    {
        var raw = reader?.Read(commit, limits.ObjectBytes);
        if (raw is { Type: GitObjectType.Commit } && GitObjects.ReadRoot(raw.Bytes.Span) is { } root)
            return root;
        Report("", "missing", $"Commit {commit} is not here or cannot be read. Everything is fetched afresh at the next poll.");
        return null;
    }

    private void Walk(GitObjectId tree, string prefix, int depth)
    {
        if (depth > limits.TreeDepth)
        {
            Report(prefix, "too-deep", $"Folders lie more than {limits.TreeDepth} deep. Flatten them.");
            return;
        }
        var raw = reader!.Read(tree, limits.ObjectBytes);
        if (raw is not { Type: GitObjectType.Tree } || TreeEntry.Parse(raw.Bytes) is not { } entries)
        {
            Report(prefix, "missing", $"Tree {tree} is missing, damaged or larger than {limits.ObjectBytes} bytes. If it persists, check the repository with 'git fsck'.");
            return;
        }
        foreach (var entry in entries)
        {
            if (_stopped)
                return;
            _cancellation.ThrowIfCancellationRequested();
            Take(entry, prefix, depth);
        }
    }

    private void Take(TreeEntry entry, string prefix, int depth)
    {
        var shown = prefix + TreeNames.Printable(entry.Name.Span);
        if (++_entries > limits.Files)
        {
            Stop(shown, "too-many-files", string.Create(CultureInfo.InvariantCulture, $"There are more than {limits.Files} files and folders. Keep only manifests and golden files in the fleet repository."));
            return;
        }
        var name = TreeNames.Plain(entry.Name.Span);
        if (name is null)
        {
            Report(shown, "odd-name", "The name is empty, '.', '..', '.git', too long, not UTF-8, or has slashes or invisible characters. Rename it.");
            return;
        }
        switch (entry.Mode)
        {
            case "100644":
                ReadFile(prefix + name, shown, entry.Id);
                break;
            case "40000":
                Walk(entry.Id, prefix + name + "/", depth + 1);
                break;
            default:
                ReportMode(shown, entry.Mode);
                break;
        }
    }

    private void ReadFile(string path, string shown, GitObjectId id)
    {
        if (reader!.Header(id) is not { Type: GitObjectType.Blob } header)
        {
            Report(shown, "missing", $"Its content, blob {id}, is missing or damaged. Everything is fetched afresh at the next poll.");
            return;
        }
        if (header.Size > limits.FileBytes)
        {
            Report(shown, "file-too-large", string.Create(CultureInfo.InvariantCulture, $"It has {header.Size} bytes; {limits.FileBytes} are allowed. Publish it as an artifact, named by digest."));
            return;
        }
        if ((_bytes += header.Size) > limits.TreeBytes)
        {
            Stop(shown, "tree-too-large", string.Create(CultureInfo.InvariantCulture, $"All files together have more than {limits.TreeBytes} bytes. Publish large ones as artifacts, named by digest."));
            return;
        }
        if (reader.Read(id, limits.FileBytes) is not { } blob)
            Report(shown, "missing", $"Its content, blob {id}, is damaged. Everything is fetched afresh at the next poll.");
        else if (!_files.TryAdd(path, blob.Bytes))
            Report(shown, "odd-name", "The name is there twice. Check the repository with 'git fsck'.");
    }

    private void ReportMode(string path, string mode)
    {
        var (code, text) = mode switch
        {
            "120000" => ("symlink", "It is a symbolic link. Put the file itself there."),
            "160000" => ("submodule", "It is a submodule. Put the files themselves there."),
            "100755" => ("executable", "It is executable, and nothing in a release is run. Use 'git update-index --chmod=-x'."),
            _ => ("odd-mode", $"It has mode {TreeNames.Printable(Encoding.ASCII.GetBytes(mode))}; only plain files (100644) are taken."),
        };
        Report(path, code, text);
    }

    private void Stop(string path, string code, string text)
    {
        _stopped = true;
        Report(path, code, text);
    }

    private void Report(string path, string code, string text)
    {
        _problems.Add(new TreeProblem(path, code, text));
        _stopped |= _problems.Count >= MaxProblems;
    }
}
