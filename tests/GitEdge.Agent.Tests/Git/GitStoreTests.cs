using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class GitStoreTests : IDisposable
{
    private readonly GitBench _bench = new();

    public GitStoreTests()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
    }

    [Theory]
    [InlineData("refs/tags/rollout/prod/1", "")]
    [InlineData("refs/tags/rollout/prod/1", "not an id\n")]
    [InlineData("refs/tags/rollout/prod/1", "1111111111111111111111111111111111111111\n")]
    public void Damaged_file_is_survived_and_told(string file, string content)
    {
        _bench.Fetcher.Dispose();
        File.WriteAllText(Path.Combine(_bench.CopyPath, file), content);
        using var restarted = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);

        AssertRecovers(restarted);
    }

    [Theory]
    [InlineData("refs/tags/rollout/prod/2.lock")]
    [InlineData("refs/tags/rollout/prod/1.lock")]
    public async Task Lock_that_a_killed_agent_left_on_a_reference_does_not_keep_it(string left)
    {
        File.WriteAllText(Path.Combine(_bench.CopyPath, left), "");
        _bench.Fleet.WriteLock().Commit();
        _bench.Fleet.Tag(GitBench.Channel, 1, force: true);
        _bench.Fleet.Release(GitBench.Channel, 2);
        using var next = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);

        var outcome = await next.FetchAsync([_bench.FileRemote], GitBench.Channel, CancellationToken.None);

        Assert.Equal(2, Assert.Single(Assert.IsType<FetchOutcome.Fetched>(outcome).Refs.Added).Counter);
        Assert.False(File.Exists(Path.Combine(_bench.CopyPath, left)));
    }

    [Fact]
    public void Lost_objects_are_noticed_when_read_and_fetched_afresh()
    {
        _bench.Fetcher.Dispose();
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(_bench.CopyPath, "objects", "pack")))
            File.Delete(pack);
        using var restarted = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);

        AssertRecovers(restarted);
    }

    [Fact]
    public void Truncated_pack_is_noticed_when_read_and_fetched_afresh()
    {
        _bench.Fetcher.Dispose();
        var pack = Directory.EnumerateFiles(Path.Combine(_bench.CopyPath, "objects", "pack"), "*.pack").Single();
        Tool.Run("chmod", ["600", pack]);
        using (var file = File.Open(pack, FileMode.Open))
            file.SetLength(file.Length / 2);
        using var restarted = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);

        AssertRecovers(restarted);
    }

    [Fact]
    public void Repository_that_is_no_repository_is_set_aside()
    {
        _bench.Fetcher.Dispose();
        Directory.Delete(_bench.CopyPath, recursive: true);
        File.WriteAllText(_bench.CopyPath, "a file in the way");
        using var restarted = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);

        AssertRecovers(restarted);
    }

    [Fact]
    public void Repository_that_vanishes_while_in_use_is_made_again()
    {
        Directory.Delete(_bench.CopyPath, recursive: true);

        Assert.Single(_bench.PollFetched().Added);
    }

    [Fact]
    public void Only_the_latest_damaged_copy_is_kept()
    {
        for (var i = 0; i < 3; i++)
        {
            File.WriteAllText(Path.Combine(_bench.CopyPath, "refs/tags/rollout/prod/1"), "");
            Assert.Equal("storage", _bench.PollFailed().Code);
            _bench.PollFetched();
        }

        Assert.Single(Directory.EnumerateDirectories(Path.GetDirectoryName(_bench.CopyPath)!, "*.damaged-*"));
    }

    [Fact]
    public void Planted_configuration_and_alternates_are_removed_and_told()
    {
        var proof = _bench.Directory["executed"];
        var elsewhere = new FleetRepositoryBuilder(_bench.Directory["elsewhere"]);
        elsewhere.Write("fleet.yaml", "kind: Fleet # elsewhere\n");
        elsewhere.Release(GitBench.Channel, 9);
        File.AppendAllText(Path.Combine(_bench.CopyPath, "config"),
            $"[url \"{elsewhere.Path}\"]\n\tinsteadOf = {_bench.Fleet.Path}\n[core]\n\tsshCommand = touch {proof}\n\thooksPath = /tmp\n\tfsmonitor = touch {proof}\n");
        File.WriteAllText(Path.Combine(_bench.CopyPath, "objects", "info", "alternates"), elsewhere.Path + "/.git/objects\n");

        var outcome = _bench.Poll();

        File.WriteAllText(Path.Combine(_bench.CopyPath, "HEAD"), "");
        Assert.IsType<FetchOutcome.Unchanged>(outcome);
        Assert.Equal(2, outcome.Notices.Count);
        Assert.Contains("HEAD", Assert.Single(_bench.Poll().Notices), StringComparison.Ordinal);
        Assert.False(File.Exists(proof));
        Assert.Equal("[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n", File.ReadAllText(Path.Combine(_bench.CopyPath, "config")));
        Assert.Empty(_bench.Poll().Notices);
    }

    [Fact]
    public async Task Debris_of_an_interrupted_fetch_is_removed_by_the_next_one_and_left_by_a_reader()
    {
        _bench.Fetcher.Dispose();
        var debris = Path.Combine(_bench.CopyPath, "objects", "pack", "pack_git2_0123456789abcdef");
        File.WriteAllText(debris, "half a pack");
        using var restarted = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);

        Assert.Single(restarted.Objects.ListReleaseTags(GitBench.Channel));
        Assert.True(File.Exists(debris));

        await restarted.FetchAsync([_bench.FileRemote], GitBench.Channel, CancellationToken.None);
        Assert.False(File.Exists(debris));
    }

    [Fact]
    public void Reading_before_anything_was_fetched_finds_nothing_and_makes_nothing()
    {
        using var fresh = new GitFetcher(_bench.Directory["fresh", "fleet.git"], new GitLimits(), TimeProvider.System);

        Assert.Empty(fresh.Objects.ListReleaseTags(GitBench.Channel));
        Assert.False(Directory.Exists(_bench.Directory["fresh"]));
    }

    [Fact]
    public void Path_that_cannot_be_written_is_a_storage_fault()
    {
        _bench.Directory.Write("file", "");
        using var fetcher = new GitFetcher(_bench.Directory["file", "fleet.git"], new GitLimits(), TimeProvider.System);

        var fault = Assert.IsType<FetchOutcome.Failed>(Poll(fetcher)).Fault;

        Assert.Equal(("storage", GitFaultKind.Transient), (fault.Code, fault.Kind));
    }

    public void Dispose() => _bench.Dispose();

    private FetchOutcome Poll(GitFetcher fetcher) =>
        fetcher.FetchAsync([_bench.FileRemote], GitBench.Channel, CancellationToken.None).GetAwaiter().GetResult();

    // At most one poll to notice and one to begin afresh, as a running device would.
    private void AssertRecovers(GitFetcher fetcher)
    {
        var notices = new List<string>();
        for (var polls = 0; polls < 3; polls++)
        {
            var outcome = Poll(fetcher);
            notices.AddRange(outcome.Notices);
            foreach (var tag in fetcher.Objects.ListReleaseTags(GitBench.Channel))
            {
                if (fetcher.Objects.ReadRevision(tag, null) is not { Tree.Problems.Count: 0, Files.Count: 3 })
                    continue;
                Assert.Contains(notices, n => n.Contains("set aside", StringComparison.Ordinal) && n.Contains("fetched afresh", StringComparison.Ordinal));
                return;
            }
        }
        Assert.Fail("Not recovered within three polls: " + string.Join(' ', notices));
    }
}
