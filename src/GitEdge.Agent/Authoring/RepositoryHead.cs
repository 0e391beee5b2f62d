namespace GitEdge.Agent.Authoring;

/// <summary>Where a fleet repository stands.</summary>
/// <param name="Branch">The branch that is checked out, without <c>refs/heads/</c>.</param>
/// <param name="Commit">Its commit.</param>
internal sealed record RepositoryHead(string Branch, string Commit)
{
    /// <summary>Reads it, or says why a release cannot begin there.</summary>
    public static async Task<(RepositoryHead? Head, Refusal? Refusal)> ReadAsync(
        GitCli git,
        CancellationToken cancellation
    )
    {
        var prefix = await git.TryAsync(["rev-parse", "--show-prefix"], cancellation);
        if (!prefix.Succeeded)
            return (
                null,
                new Refusal(
                    $"{git.Directory} is no Git repository: {prefix.Errors}",
                    "run it in the fleet repository, or run 'gitedge fleet init'"
                )
            );
        if (prefix.Text.Length > 0)
            return (
                null,
                new Refusal(
                    $"{git.Directory} is not the top of its Git repository",
                    "run it where fleet.yaml lies; that is the top of a fleet repository"
                )
            );
        var branch = await git.TryAsync(["symbolic-ref", "--quiet", "--short", "HEAD"], cancellation);
        if (!branch.Succeeded)
            return (
                null,
                new Refusal("no branch is checked out", "check out the branch that devices follow: git switch main")
            );
        var commit = await git.TryAsync(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cancellation);
        if (!commit.Succeeded)
            return (
                null,
                new Refusal(
                    $"branch '{branch.Text}' has no commit yet",
                    "commit the manifests first: git add -A && git commit"
                )
            );
        return (new RepositoryHead(branch.Text, commit.Text), null);
    }

    /// <summary>Refuses when the working tree differs from the commit: what is released must be what was reviewed.</summary>
    public static async Task<Refusal?> CheckCleanAsync(GitCli git, CancellationToken cancellation)
    {
        var status = await git.RunAsync(
            ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"],
            cancellation
        );
        if (status.Parts is not [var first, ..])
            return null;
        var more = status.Parts.Length > 1 ? $" and {status.Parts.Length - 1} more" : "";
        return new Refusal(
            $"the working tree has changes that are not committed: {first[3..]}{more}",
            "commit, stash or remove them, then release"
        );
    }
}
