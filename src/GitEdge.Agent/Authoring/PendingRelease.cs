using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring;

/// <summary>A release whose tag exists, while the branch it was made on has not moved: an earlier run was cut off.</summary>
internal sealed class PendingRelease
{
    private readonly string _tag;
    private readonly string _commit;
    private readonly RepositoryHead _head;

    private PendingRelease(string tag, string commit, RepositoryHead head)
    {
        _tag = tag;
        _commit = commit;
        _head = head;
    }

    /// <summary>The pending release after <paramref name="rollout"/>, or null.</summary>
    public static async Task<PendingRelease?> FindAsync(GitCli git, RepositoryHead head, RolloutManifest rollout, CancellationToken cancellation)
    {
        var tag = new ReleaseRef(rollout.Channel, rollout.Counter + 1).TagName;
        var commit = await git.TryAsync(["rev-parse", "--verify", "--quiet", $"refs/tags/{tag}^{{commit}}"], cancellation);
        if (!commit.Succeeded)
            return null;
        var type = await git.RunAsync(["cat-file", "-t", $"refs/tags/{tag}"], cancellation);
        if (type.Text is not "tag")
            return null;
        var parents = await git.RunAsync(["rev-list", "--parents", "-n", "1", commit.Text], cancellation);
        return string.Equals(parents.Text, $"{commit.Text} {head.Commit}", StringComparison.Ordinal) ? new PendingRelease(tag, commit.Text, head) : null;
    }

    /// <summary>For a run that may not write.</summary>
    public Refusal Describe() => new($"tag {_tag} exists, but branch '{_head.Branch}' has not moved to it: an earlier release was cut off", "run the same command without --dry-run; it finishes that release");

    /// <summary>Moves the branch, index and working tree to the release.</summary>
    public async Task<ReleaseOutcome> FinishAsync(GitCli git, CancellationToken cancellation)
    {
        var status = await git.RunAsync(["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"], cancellation);
        foreach (var path in status.Parts.Select(part => part[3..]))
        {
            if (!await IsOursAsync(git, path, cancellation))
                return new ReleaseOutcome.Refused(new Refusal($"{Describe().What}, and {path} has changes of its own", "commit them elsewhere, stash or remove them, then run the same command again"));
        }
        if (await TagCheck.RunAsync(git, _tag, cancellation) is { } unsigned)
            return new ReleaseOutcome.Refused(new Refusal($"{Describe().What}, and {unsigned.What}", $"remove it with 'git tag -d {_tag}' and run the same command again"));
        await git.RunAsync(["reset", "--hard", "--quiet", _commit], cancellation);
        return new ReleaseOutcome.Finished(_tag, _head.Branch, "an earlier run had signed it and was cut off; the branch has moved to it now");
    }

    // A move that was cut off leaves the release's own files behind: old, new, or not there. Anything else is the user's.
    private async Task<bool> IsOursAsync(GitCli git, string path, CancellationToken cancellation)
    {
        if (!string.Equals(path, FleetLayout.LockFile, StringComparison.Ordinal) && !FleetLayout.IsManifestOf(path, FleetLayout.Rollouts))
            return false;
        var file = Path.Combine(git.Directory, path);
        if (!File.Exists(file))
            return true;
        var content = await git.RunAsync(["hash-object", "--no-filters", "--", path], cancellation);
        foreach (var commit in new[] { _head.Commit, _commit })
        {
            var known = await git.TryAsync(["rev-parse", "--verify", "--quiet", $"{commit}:{path}"], cancellation);
            if (known.Succeeded && string.Equals(known.Text, content.Text, StringComparison.Ordinal))
                return true;
        }
        return new FileInfo(file).Length == 0;
    }
}
