using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class GitFetcherTests : IDisposable
{
    private readonly GitBench _bench = new();

    [Fact]
    public void Poll_of_a_new_release_fetches_its_tag_and_everything_below()
    {
        var tag = _bench.Fleet.Release(GitBench.Channel, 1);

        var refs = _bench.PollFetched();

        var added = Assert.Single(refs.Added);
        Assert.Equal("refs/tags/rollout/prod/1", added.RefName);
        Assert.Equal(tag, added.After?.Hex);
        var stored = Assert.Single(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
        Assert.Equal(ReleaseTagStanding.Listed, stored.Standing);
        Assert.False(stored.IsLightweight);
        var revision = _bench.Fetcher.Objects.ReadRevision(stored, acceptedCommit: null)!;
        Assert.Equal(_bench.Fleet.Git("rev-parse", "HEAD"), revision.TargetCommit?.Hex);
        Assert.Equal(["GITEDGE.lock", "devices/one.yaml", "fleet.yaml"], revision.Files.Keys);
        Assert.Empty(revision.Tree.Problems);
        Assert.Null(revision.DescendsFromAccepted);
    }

    [Fact]
    public void Raw_tag_is_what_git_has_byte_for_byte()
    {
        var tag = _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();

        Assert.True(GitObjectId.TryParse(tag, out var id));
        var raw = _bench.Fetcher.Objects.ReadRaw(id)!;

        Assert.Equal(GitObjectType.Tag, raw.Type);
        var again = _bench.Fleet.GitWithInput(raw.Bytes.ToArray(), "hash-object", "-t", "tag", "--stdin");
        Assert.Equal(tag, again);
    }

    [Fact]
    public void Poll_with_nothing_new_writes_nothing()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        var before = _bench.Snapshot();

        var outcome = _bench.Poll();

        Assert.Equal("file", Assert.IsType<FetchOutcome.Unchanged>(outcome).Remote);
        Assert.Equal(before, _bench.Snapshot());
    }

    [Fact]
    public async Task Asking_whether_a_remote_answers_leaves_what_is_new_to_the_next_poll()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        _bench.Fleet.Release(GitBench.Channel, 2);
        var before = _bench.Snapshot();

        Assert.True(await _bench.Fetcher.IsReachableAsync([_bench.FileRemote], GitBench.Channel, default));
        Assert.Equal(before, _bench.Snapshot());
        Assert.Equal("refs/tags/rollout/prod/2", Assert.Single(_bench.PollFetched().Added).RefName);
    }

    [Fact]
    public async Task Remote_that_is_gone_does_not_answer() => Assert.False(await _bench.Fetcher.IsReachableAsync(
        [_bench.FileRemote with { Url = "/nonexistent/fleet" }], GitBench.Channel, default));

    [Fact]
    public async Task Poll_after_a_restart_with_nothing_new_writes_nothing()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        var before = _bench.Snapshot();

        using var restarted = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System);
        var outcome = await restarted.FetchAsync([_bench.FileRemote], GitBench.Channel, CancellationToken.None);

        Assert.IsType<FetchOutcome.Unchanged>(outcome);
        Assert.Equal(before, _bench.Snapshot());
    }

    [Fact]
    public void Moved_tag_is_reported_and_both_objects_are_kept()
    {
        var first = _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        _bench.Fleet.Write("fleet.yaml", "kind: Fleet # other\n").WriteLock().Commit();
        var second = _bench.Fleet.Tag(GitBench.Channel, 1, force: true);

        var moved = Assert.Single(_bench.PollFetched().Moved);

        Assert.Equal(first, moved.Before?.Hex);
        Assert.Equal(second, moved.After?.Hex);
        var tags = _bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel);
        Assert.Equal([(second, ReleaseTagStanding.Listed), (first, ReleaseTagStanding.Superseded)], tags.Select(t => (t.ObjectId.Hex, t.Standing)));
        Assert.NotNull(_bench.Fetcher.Objects.ReadRaw(moved.Before!.Value));
        Assert.Equal(2, _bench.Fetcher.Objects.FindCandidates(GitBench.Channel, 1).AtAccepted.Count);
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
    }

    [Fact]
    public void Deleted_tag_is_reported_and_its_object_is_kept()
    {
        var tag = _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        _bench.Fleet.Git("tag", "-d", "rollout/prod/1");

        var gone = Assert.Single(_bench.PollFetched().Gone);

        Assert.Equal(tag, gone.Before?.Hex);
        var kept = Assert.Single(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
        Assert.Equal(ReleaseTagStanding.Gone, kept.Standing);
        Assert.NotNull(_bench.Fetcher.Objects.ReadRevision(kept, null)?.TargetCommit);
        Assert.Empty(_bench.Fetcher.Objects.FindCandidates(GitBench.Channel, 0).Above);
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
    }

    [Fact]
    public void Tag_deleted_and_made_again_with_other_content_counts_as_moved()
    {
        var first = _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        _bench.Fleet.Git("tag", "-d", "rollout/prod/1");
        _bench.PollFetched();
        _bench.Fleet.Write("fleet.yaml", "kind: Fleet # other\n");
        var second = _bench.Fleet.Release(GitBench.Channel, 1);

        var moved = Assert.Single(_bench.PollFetched().Moved);

        Assert.Equal((first, second), (moved.Before?.Hex, moved.After?.Hex));
    }

    [Fact]
    public void Tag_deleted_and_restored_as_it_was_is_simply_back()
    {
        var tag = _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        _bench.Fleet.Git("tag", "-d", "rollout/prod/1");
        _bench.PollFetched();
        _bench.Fleet.Git("update-ref", "refs/tags/rollout/prod/1", tag);

        var refs = _bench.PollFetched();

        Assert.Single(refs.Added);
        Assert.Empty(refs.Moved);
        Assert.Equal(ReleaseTagStanding.Listed, Assert.Single(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel)).Standing);
    }

    [Fact]
    public void Rewritten_history_does_not_descend_from_the_accepted_commit()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        var objects = _bench.Fetcher.Objects;
        var accepted = objects.ReadRevision(objects.ListReleaseTags(GitBench.Channel)[0], null)!.TargetCommit!.Value;
        _bench.Fleet.Write("fleet.yaml", "kind: Fleet # next\n");
        _bench.Fleet.Release(GitBench.Channel, 2);
        _bench.Fleet.Git("checkout", "-q", "--orphan", "rewritten");
        _bench.Fleet.Release(GitBench.Channel, 3);
        _bench.PollFetched();

        var above = objects.FindCandidates(GitBench.Channel, 1).Above;

        Assert.Equal([3L, 2L], above.Select(t => t.Counter));
        Assert.False(objects.ReadRevision(above[0], accepted)!.DescendsFromAccepted);
        Assert.True(objects.ReadRevision(above[1], accepted)!.DescendsFromAccepted);
        Assert.True(objects.IsDescendantOf(accepted, accepted));
        Assert.True(GitObjectId.TryParse(new string('1', 40), out var unknown));
        Assert.Null(objects.IsDescendantOf(accepted, unknown));
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
    }

    [Fact]
    public void Lightweight_and_nested_tags_are_told_apart()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.Fleet.Git("tag", "rollout/prod/2");
        _bench.Fleet.Git("tag", "rollout/prod/3", "HEAD^{tree}");
        _bench.Fleet.Git("tag", "-s", "-m", "a tag of a tag", "rollout/prod/4", "rollout/prod/1");
        _bench.Fleet.Git("tag", "-s", "-m", "a tag of a tree", "rollout/prod/5", "HEAD^{tree}");
        _bench.PollFetched();
        var objects = _bench.Fetcher.Objects;

        var tags = objects.ListReleaseTags(GitBench.Channel);

        Assert.Equal([GitObjectType.Tag, GitObjectType.Commit, GitObjectType.Tree, GitObjectType.Tag, GitObjectType.Tag], tags.Select(t => t.ObjectType));
        Assert.Equal([false, true, true, false, false], tags.Select(t => t.IsLightweight));
        Assert.All(tags.Skip(1), tag => Assert.Null(objects.ReadRevision(tag, null)!.TargetCommit));
    }

    [Fact]
    public void Names_that_are_no_plain_number_are_ignored_by_name()
    {
        _bench.Fleet.Release(GitBench.Channel, 10);
        foreach (var odd in new[] { "007", "+8", "-9", "x", "1.0", "99999999999999999999", "0", "2/extra" })
            _bench.Fleet.Git("tag", "rollout/prod/" + odd);

        var outcome = _bench.Poll();

        Assert.Single(Assert.IsType<FetchOutcome.Fetched>(outcome).Refs.Added);
        Assert.Equal(8, outcome.Notices.Count);
        Assert.Contains(outcome.Notices, n => n.Contains("rollout/prod/007", StringComparison.Ordinal));
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
    }

    [Fact]
    public void First_remote_down_means_the_second_is_used_and_the_fault_is_told()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        using var port = new ClosedPort();
        var down = new GitRemoteOptions { Name = "down", Url = $"http://127.0.0.1:{port.Number}/fleet.git" };

        var outcome = _bench.Poll(down, _bench.FileRemote);

        Assert.Equal("file", Assert.IsType<FetchOutcome.Fetched>(outcome).Remote);
        var fault = Assert.Single(outcome.Faults);
        Assert.Equal(("down", "unreachable", GitFaultKind.Transient), (fault.Remote, fault.Code, fault.Kind));
    }

    [Fact]
    public void All_remotes_failing_gives_the_most_hopeful_fault_and_all_of_them()
    {
        using var port = new ClosedPort();
        var down = new GitRemoteOptions { Name = "down", Url = $"http://127.0.0.1:{port.Number}/fleet.git" };
        var missing = new GitRemoteOptions { Name = "missing", Url = "file:///nowhere/fleet.git" };

        var outcome = Assert.IsType<FetchOutcome.Failed>(_bench.Poll(missing, down));

        Assert.Equal("unreachable", outcome.Fault.Code);
        Assert.Equal(["repository-missing", "unreachable"], outcome.Faults.Select(f => f.Code));
    }

    [Fact]
    public void Repository_that_is_gone_keeps_what_was_fetched()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        Directory.Move(_bench.Fleet.Path, _bench.Fleet.Path + ".gone");

        var fault = _bench.PollFailed();

        Assert.Equal(("repository-missing", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Single(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
        Directory.Move(_bench.Fleet.Path + ".gone", _bench.Fleet.Path);
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
    }

    [Fact]
    public void Deleted_branch_changes_nothing()
    {
        _bench.Fleet.Release(GitBench.Channel, 1);
        _bench.PollFetched();
        _bench.Fleet.Git("checkout", "-q", "--detach");
        _bench.Fleet.Git("branch", "-D", "main");

        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll());
    }

    [Fact]
    public void Sha256_repository_is_named()
    {
        var path = _bench.Directory["sha256"];
        Tool.Run("git", ["init", "-q", "--bare", "--object-format=sha256", path]);

        var fault = _bench.PollFailed(new GitRemoteOptions { Name = "file", Url = "file://" + path });

        Assert.Equal("object-format", fault.Code);
    }

    [Fact]
    public async Task Cancelled_poll_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Fetcher.FetchAsync([_bench.FileRemote], GitBench.Channel, cancelled.Token));
    }

    public void Dispose() => _bench.Dispose();
}
