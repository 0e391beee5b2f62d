using System.Text;
using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Authoring;

/// <summary>Writes a planned release: objects first, which nobody sees, then the signed tag, then the branch.</summary>
internal sealed class ReleaseWriter(GitCli git)
{
    /// <summary>Writes it all, or nothing that shows.</summary>
    /// <exception cref="GitFailedException">git failed; what was done shows in its words.</exception>
    public async Task<ReleaseOutcome> WriteAsync(PlannedRelease release, CancellationToken cancellation)
    {
        var commit = await CommitAsync(release, cancellation);
        var signed = await git.TryOnTerminalAsync(["tag", "-s", "--cleanup=verbatim", "-F", "-", release.Tag, commit], release.TagMessage, cancellation);
        if (!signed.Succeeded)
            return new ReleaseOutcome.Refused(new Refusal("git tag could not sign the release; its own words stand above", "check the signing key ('git config user.signingkey', ssh-agent, hardware key) and run the same command again; nothing has changed"));
        if (await TagCheck.RunAsync(git, release.Tag, cancellation) is { } refusal)
        {
            await git.RunAsync(["tag", "-d", release.Tag], cancellation);
            return new ReleaseOutcome.Refused(refusal);
        }
        await git.RunAsync(["merge", "--ff-only", "--no-verify-signatures", "--quiet", commit], cancellation);
        return new ReleaseOutcome.Released(release.Tag, release.Branch);
    }

    private async Task<string> CommitAsync(PlannedRelease release, CancellationToken cancellation)
    {
        // An index of its own: the user's index and working tree do not change before the tag exists.
        var index = Path.Combine(Path.GetTempPath(), $"gitedge-release-{Guid.NewGuid():N}");
        try
        {
            await git.RunAsync(["read-tree", release.Parent], cancellation, index: index);
            foreach (var (path, content) in new[] { (release.RolloutPath, release.Rollout), (FleetLayout.LockFile, Encoding.UTF8.GetString(release.Lock.ToBytes())) })
            {
                var blob = await git.RunAsync(["hash-object", "-w", "--stdin"], cancellation, input: content);
                await git.RunAsync(["update-index", "--add", "--cacheinfo", $"100644,{blob.Text},{path}"], cancellation, index: index);
            }
            var tree = await git.RunAsync(["write-tree"], cancellation, index: index);
            var sign = await git.TryAsync(["config", "--get", "--type=bool", "commit.gpgSign"], cancellation);
            string[] signature = sign.Text is "true" ? ["-S"] : [];
            var commit = await git.RunAsync(["commit-tree", .. signature, "-p", release.Parent, "-F", "-", tree.Text], cancellation, input: release.CommitMessage);
            return commit.Text;
        }
        finally
        {
            File.Delete(index);
        }
    }
}
