using GitEdge.Agent.Git;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Tests.Git;

/// <summary>A fleet repository, a device's copy, and whatever is needed to poll the one into the other.</summary>
internal sealed class GitBench : IDisposable
{
    public const string Channel = "prod";

    public GitBench(GitLimits? limits = null, bool followsTrust = false)
    {
        Fleet = new FleetRepositoryBuilder(Directory["served"]);
        Fleet.Write("fleet.yaml", "kind: Fleet\n").Write("devices/one.yaml", "kind: Device\n");
        Fetcher = new GitFetcher(CopyPath, limits ?? new GitLimits(), TimeProvider.System) { FollowsTrust = followsTrust };
    }

    public TempDirectory Directory { get; } = new();

    public FleetRepositoryBuilder Fleet { get; }

    public GitFetcher Fetcher { get; }

    public string CopyPath => Directory["copy", "fleet.git"];

    public string Served => Directory["served"];

    public GitRemoteOptions FileRemote => new() { Name = "file", Url = "file://" + Fleet.Path };

    public FetchOutcome Poll(params GitRemoteOptions[] remotes) =>
        Fetcher.FetchAsync(remotes.Length == 0 ? [FileRemote] : remotes, Channel, CancellationToken.None).GetAwaiter().GetResult();

    public FetchedRefs PollFetched(params GitRemoteOptions[] remotes) => Assert.IsType<FetchOutcome.Fetched>(Poll(remotes)).Refs;

    public GitFault PollFailed(params GitRemoteOptions[] remotes) => Assert.IsType<FetchOutcome.Failed>(Poll(remotes)).Fault;

    /// <summary>Every file and folder of the copy with its times and size: equal before and after means nothing was written.</summary>
    public IEnumerable<FetchedTag> Cosignatures() => new CosignatureTags(Fetcher.Objects, Channel).Of(1, CancellationToken.None);

    public string Snapshot() => Tool.Run("find", [CopyPath, "-printf", "%p %s %T@ %C@ %i\n"]);

    public void Dispose()
    {
        Fetcher.Dispose();
        Directory.Dispose();
    }
}
