using System.Globalization;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>The tags of a channel's releases.</summary>
internal static class ReleaseTags
{
    /// <summary>Refuses when a later release exists than the branch knows: its number would be given twice.</summary>
    public static async Task<Refusal?> CheckAsync(GitCli git, RolloutManifest rollout, CancellationToken cancellation)
    {
        var prefix = $"refs/tags/rollout/{rollout.Channel}/";
        var refs = await git.RunAsync(["for-each-ref", "--format=%(refname)", prefix], cancellation);
        var latest = refs
            .Text.Split('\n')
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name =>
                long.TryParse(name[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var counter)
                    ? counter
                    : 0
            )
            .DefaultIfEmpty(0)
            .Max();
        return latest > rollout.Counter
            ? new Refusal(
                $"tag {PlannedRelease.TagOf(rollout.Channel, latest)} exists, but {rollout.Source.At.File} on this branch says counter {rollout.Counter}",
                "your branch is behind: run 'git pull', then release; or remove the tag if it was never pushed"
            )
            : null;
    }

    /// <summary>Whether the commit that is checked out is the channel's latest release itself.</summary>
    public static async Task<bool> IsReleasedAsync(
        GitCli git,
        RolloutManifest rollout,
        RepositoryHead head,
        CancellationToken cancellation
    )
    {
        var tag = PlannedRelease.TagOf(rollout.Channel, rollout.Counter);
        var commit = await git.TryAsync(
            ["rev-parse", "--verify", "--quiet", $"refs/tags/{tag}^{{commit}}"],
            cancellation
        );
        return commit.Succeeded && string.Equals(commit.Text, head.Commit, StringComparison.Ordinal);
    }
}
