using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>
/// Reads and writes branch gitedge-meta by git's plumbing: working tree, index and current branch of the user are never
/// touched. One update of the ref, with the value it must have had, makes a change visible; cut off before it, nothing was
/// changed.
/// </summary>
internal sealed class MetaBranch(GitCli git)
{
    private const string Ref = $"refs/heads/{TrustFiles.Branch}";
    private const string Nothing = "0000000000000000000000000000000000000000";

    /// <summary>What is pushed for devices to see a change.</summary>
    public const string PushCommand = $"git push origin {Ref}";

    /// <summary>The branch; a remote's when there is no local one yet.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<Attempt<MetaSnapshot>> ReadAsync(CancellationToken cancellation)
    {
        if (!(await git.TryAsync(["rev-parse", "--git-dir"], cancellation)).Succeeded)
            return new Refusal($"{git.Directory} is no Git repository", "run it in the fleet repository, or name it with -C DIR") { Code = AuthoringReason.NoRepository };
        var refs = await ListAsync(cancellation);
        var local = refs.Find(parts => parts[1] is Ref)?[0];
        var remotes = refs.Where(parts => parts[1] is not Ref).OrderByDescending(parts => parts[1].StartsWith("refs/remotes/origin/", StringComparison.Ordinal)).ToList();
        var commit = local ?? remotes.FirstOrDefault()?[0];
        foreach (var remote in remotes)
        {
            if (await CheckContainsAsync(commit!, remote[0], remote[1], cancellation) is { } behind)
                return behind;
        }
        return new MetaSnapshot(commit, local, commit is null ? new Dictionary<string, ReadOnlyMemory<byte>>() : await ReadFilesAsync(commit, [], cancellation));
    }

    /// <summary>
    /// The branch for who writes nothing: a remote's where the local one is behind. Null where there is none, or where they have gone
    /// different ways.
    /// </summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<MetaSnapshot?> ReadNewestAsync(CancellationToken cancellation)
    {
        var commits = (await ListAsync(cancellation)).Select(parts => parts[0]).ToList();
        if (commits.Count == 0)
            return null;
        var newest = (await git.RunAsync(["merge-base", "--independent", .. commits], cancellation)).Text;
        return newest.Contains('\n', StringComparison.Ordinal) ? null : new MetaSnapshot(newest, null, await ReadFilesAsync(newest, [], cancellation));
    }

    /// <summary>The commits that changed some of the paths, the oldest first.</summary>
    /// <param name="snapshot">The branch.</param>
    /// <param name="paths">Files and folders.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<IReadOnlyList<string>> HistoryAsync(MetaSnapshot snapshot, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (snapshot.Commit is null)
            return [];
        // Without the full history a merge that takes an old side would hide the other.
        var listed = await git.RunAsync(["rev-list", "--full-history", "--topo-order", "--reverse", snapshot.Commit, "--", .. paths], cancellation);
        return listed.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The files of a commit: path → content.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="paths">The files and folders that are asked for; none: all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadFilesAsync(string commit, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var tree = await git.RunAsync(["ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", .. paths], cancellation);
        var entries = tree.Parts.Select(TreeEntry.Parse).Where(entry => entry.Mode is "100644").ToList();
        var objects = await GitObjects.ReadAsync(git, [.. entries.Select(entry => entry.Id)], cancellation);
        return entries.Zip(objects).Where(pair => pair.Second is not null)
            .ToDictionary(pair => pair.First.Path, pair => pair.Second!.Bytes, StringComparer.Ordinal);
    }

    /// <summary>Null when a change could be written.</summary>
    public async Task<Refusal?> CheckWritableAsync(CancellationToken cancellation)
    {
        if (!(await git.TryAsync(["var", "GIT_COMMITTER_IDENT"], cancellation)).Succeeded)
            return new Refusal("Git does not know who you are", "run 'git config user.email you@example.org' and 'git config user.name \"Your Name\"'") { Code = AuthoringReason.NoIdentity };
        var trees = await git.RunAsync(["worktree", "list", "--porcelain"], cancellation);
        return trees.Text.Split('\n').Contains($"branch {Ref}", StringComparer.Ordinal)
            ? new Refusal($"branch '{TrustFiles.Branch}' is checked out, and its files would no longer fit", "check out another branch there: git switch main") { Code = AuthoringReason.MetaCheckedOut }
            : null;
    }

    /// <summary>Makes a commit of the changes and moves the branch to it.</summary>
    /// <param name="before">What the changes were made from.</param>
    /// <param name="changes">Path → new content; null takes the file away.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<Refusal?> WriteAsync(
        MetaSnapshot before, IReadOnlyDictionary<string, byte[]?> changes, string message, CancellationToken cancellation)
    {
        var commit = await CommitAsync(before, changes, message, cancellation);
        var moved = await git.TryAsync(["update-ref", "-m", $"gitedge: {message}", Ref, commit, before.Local ?? Nothing], cancellation);
        return moved.Succeeded
            ? null
            : new Refusal($"branch '{TrustFiles.Branch}' moved while the command ran: {moved.Errors}", "run the same command again") { Code = AuthoringReason.MetaMoved };
    }

    /// <summary>Commit and name of the branch, here and at every remote.</summary>
    private async Task<List<string[]>> ListAsync(CancellationToken cancellation)
    {
        var listed = await git.RunAsync(["for-each-ref", "--format=%(objectname) %(refname)", Ref, $"refs/remotes/*/{TrustFiles.Branch}"], cancellation);
        return [.. listed.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
    }

    private async Task<string> CommitAsync(
        MetaSnapshot before, IReadOnlyDictionary<string, byte[]?> changes, string message, CancellationToken cancellation)
    {
        var index = Path.Combine(Path.GetTempPath(), $"gitedge-meta-{Guid.NewGuid():N}");
        try
        {
            await git.RunAsync(before.Commit is null ? ["read-tree", "--empty"] : ["read-tree", before.Commit], cancellation, index: index);
            var lines = new List<string>();
            foreach (var (path, content) in changes)
            {
                lines.Add(content is null
                    ? $"0 {Nothing}\t{path}\n"
                    : $"100644 {(await git.RunAsync(["hash-object", "-w", "--stdin"], cancellation, input: System.Text.Encoding.UTF8.GetString(content))).Text}\t{path}\n");
            }
            await git.RunAsync(["update-index", "--add", "--index-info"], cancellation, input: string.Concat(lines), index: index);
            var tree = await git.RunAsync(["write-tree"], cancellation, index: index);
            string[] parent = before.Commit is null ? [] : ["-p", before.Commit];
            return (await git.RunAsync(["commit-tree", .. parent, "-F", "-", tree.Text], cancellation, input: message + "\n")).Text;
        }
        finally
        {
            File.Delete(index);
        }
    }

    private async Task<Refusal?> CheckContainsAsync(string commit, string remote, string name, CancellationToken cancellation)
    {
        if (commit == remote || (await git.TryAsync(["merge-base", "--is-ancestor", remote, commit], cancellation)).Succeeded)
            return null;
        var isBehind = (await git.TryAsync(["merge-base", "--is-ancestor", commit, remote], cancellation)).Succeeded;
        var shortName = name["refs/remotes/".Length..];
        return isBehind
            ? new Refusal($"branch '{TrustFiles.Branch}' is behind {shortName}: somebody else changed it", $"run 'git update-ref {Ref} {name}', and the same command again") { Code = AuthoringReason.MetaBehind }
            : new Refusal($"branch '{TrustFiles.Branch}' and {shortName} have gone different ways", $"give up your own change with 'git update-ref {Ref} {name}', and make it again") { Code = AuthoringReason.MetaBehind };
    }
}
