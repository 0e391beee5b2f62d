using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>A repository on a USB stick that was made to hang or mislead whoever opens it.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly GitBench _bench = new();

    public HostileFolderTests() => _bench.Fleet.Release(GitBench.Channel, 1);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("HEAD")]
    [InlineData("config")]
    [InlineData("packed-refs")]
    [InlineData("objects/pack/pack-0.idx")]
    [InlineData("objects/info/commit-graph")]
    [InlineData("refs/tags/rollout/prod/2")]
    [InlineData("hooks/HEAD")]
    public void Pipe_anywhere_is_named_and_the_next_remote_is_used(string place)
    {
        var stick = Copy();
        File.Delete(Path.Combine(stick, ".git", place));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(stick, ".git", place))!);
        Tool.Run("mkfifo", [Path.Combine(stick, ".git", place)]);

        var outcome = _bench.Poll(new GitRemoteOptions { Name = "stick", Url = "file://" + stick }, _bench.FileRemote);

        Assert.Equal("file", Assert.IsType<FetchOutcome.Fetched>(outcome).Remote);
        var fault = Assert.Single(outcome.Faults);
        Assert.Equal(("unsafe-folder", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Contains(place, fault.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("objects/info/alternates", "/elsewhere/objects\n")]
    [InlineData("commondir", "/elsewhere\n")]
    public void Repository_that_needs_another_folder_is_named(string place, string content)
    {
        var stick = Copy();
        File.WriteAllText(Path.Combine(stick, ".git", place), content);

        Assert.Equal("unsafe-folder", _bench.PollFailed(new GitRemoteOptions { Name = "stick", Url = "file://" + stick }).Code);
    }

    [Fact]
    public void Links_out_of_the_folder_are_named()
    {
        var stick = Copy();
        File.CreateSymbolicLink(Path.Combine(stick, ".git", "refs", "tags", "x"), "/dev/zero");
        var linked = _bench.Directory["linked"];
        Directory.CreateDirectory(linked);
        File.WriteAllText(Path.Combine(linked, ".git"), "gitdir: /elsewhere\n");

        Assert.Equal("unsafe-folder", _bench.PollFailed(new GitRemoteOptions { Name = "stick", Url = "file://" + stick }).Code);
        Assert.Equal("unsafe-folder", _bench.PollFailed(new GitRemoteOptions { Name = "stick", Url = "file://" + linked }).Code);
    }

    [Fact]
    public void Folder_with_too_many_files_or_references_is_named()
    {
        using var files = new GitBench(new GitLimits { LocalFiles = 10 });
        using var list = new GitBench(new GitLimits { ListBytes = 10 });
        files.Fleet.Release(GitBench.Channel, 1);
        list.Fleet.Release(GitBench.Channel, 1);
        list.Fleet.Git("pack-refs", "--all");

        Assert.Equal("too-large", files.PollFailed().Code);
        Assert.Equal("too-many-references", list.PollFailed().Code);
    }

    private string Copy()
    {
        var stick = _bench.Directory["stick"];
        Tool.Run("cp", ["-a", _bench.Fleet.Path, stick]);
        return stick;
    }
}
