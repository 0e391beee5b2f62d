using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

[Trait("Category", "Slow")]
public sealed class SshRemoteTests : IDisposable
{
    private readonly GitBench _bench = new();
    private readonly SshServer _server;

    public SshRemoteTests()
    {
        _server = SshServer.Start(_bench.Directory["sshd"]);
        _bench.Fleet.Release(GitBench.Channel, 1);
    }

    private GitRemoteOptions Remote => new()
    {
        Name = "origin",
        Url = _server.Url(_bench.Fleet.Path),
        IdentityFile = _server.IdentityFile,
        KnownHostsFile = _server.KnownHostsFile,
    };

    [Fact]
    public void Ssh_fetches_and_then_writes_nothing()
    {
        Assert.Single(_bench.PollFetched(Remote).Added);
        var before = _bench.Snapshot();

        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll(Remote));

        Assert.Equal(before, _bench.Snapshot());
    }

    [Fact]
    public void Second_release_is_fetched_on_top_of_the_first()
    {
        _bench.PollFetched(Remote);
        _bench.Fleet.Write("fleet.yaml", "kind: Fleet # next\n");
        _bench.Fleet.Release(GitBench.Channel, 2);

        Assert.Equal(2, Assert.Single(_bench.PollFetched(Remote).Added).Counter);
        Assert.Empty(Tool.Run("git", ["-C", _bench.CopyPath, "fsck", "--full", "--strict"]));
    }

    [Fact]
    public async Task Co_signatures_and_trust_documents_come_over_ssh_too()
    {
        _bench.Fleet.Git("branch", "gitedge-meta");
        _bench.Fleet.Git("tag", "-a", "-m", "co", "cosign/prod/1/ada");
        using var fetcher = new GitFetcher(_bench.CopyPath, new GitLimits(), TimeProvider.System) { FollowsTrust = true };

        Assert.IsType<FetchOutcome.Fetched>(await fetcher.FetchAsync([Remote], GitBench.Channel, CancellationToken.None));
        var before = _bench.Snapshot();
        Assert.IsType<FetchOutcome.Unchanged>(await fetcher.FetchAsync([Remote], GitBench.Channel, CancellationToken.None));

        Assert.Equal(_bench.Fleet.Git("rev-parse", "gitedge-meta"), fetcher.Objects.FindMeta().ToString());
        Assert.Single(new CosignatureTags(fetcher.Objects, GitBench.Channel).Of(1, CancellationToken.None));
        Assert.Equal(before, _bench.Snapshot());
    }

    [Fact]
    public async Task No_process_is_left_behind()
    {
        _bench.PollFetched(Remote);
        for (var i = 0; i < 3; i++)
            _bench.Poll(Remote);
        _bench.PollFailed(Remote with { Url = _server.Url("/nowhere.git") });

        // Other tests of this process have theirs, but not for ever.
        await Until.TrueAsync(() => !Children().Any(line => line.EndsWith(" ssh", StringComparison.Ordinal) || line.Contains("ssh <defunct>", StringComparison.Ordinal)), "the end of every ssh");
    }

    private static string[] Children() =>
        Tool.Try("ps", ["-o", "stat=,comm=", "--ppid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Output.Split('\n');

    [Fact]
    public void Host_key_that_changed_is_refused()
    {
        var other = SshServer.Start(_bench.Directory["other"]);
        other.Dispose();
        var known = File.ReadAllText(other.KnownHostsFile).Split(' ', 2)[1];
        var file = _bench.Directory.Write("known", $"[127.0.0.1]:{_server.Port} {known}");

        var fault = _bench.PollFailed(Remote with { KnownHostsFile = file });

        Assert.Equal(("host-key-mismatch", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Contains("127.0.0.1", fault.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
    }

    [Fact]
    public void Host_that_is_not_known_is_refused_and_not_learnt()
    {
        var file = _bench.Directory.Write("known", "");

        Assert.Equal("host-key-mismatch", _bench.PollFailed(Remote with { KnownHostsFile = file }).Code);
        Assert.Empty(File.ReadAllText(file));
    }

    [Fact]
    public void Key_that_is_not_let_in_is_named()
    {
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _bench.Directory["stranger"]]);

        var fault = _bench.PollFailed(Remote with { IdentityFile = _bench.Directory["stranger"] });

        Assert.Equal(("auth-failed", GitFaultKind.Permanent), (fault.Code, fault.Kind));
    }

    [Fact]
    public void Key_file_that_is_missing_or_no_key_is_named()
    {
        Assert.Equal("credential-unreadable", _bench.PollFailed(Remote with { IdentityFile = "/nowhere/key" }).Code);
        var broken = _bench.Directory.Write("broken", "this is no key\n");
        Tool.Run("chmod", ["600", broken]);
        Assert.Equal("credential-unreadable", _bench.PollFailed(Remote with { IdentityFile = broken }).Code);
    }

    [Fact]
    public void Server_that_is_down_is_unreachable()
    {
        _server.Dispose();

        var fault = _bench.PollFailed(Remote);

        Assert.Equal(("unreachable", GitFaultKind.Transient), (fault.Code, fault.Kind));
    }

    [Fact]
    public void Repository_that_is_not_there_is_named()
    {
        Assert.Equal("repository-missing", _bench.PollFailed(Remote with { Url = _server.Url("/nowhere/fleet.git") }).Code);
    }

    [Fact]
    public void Path_with_quotes_and_commands_is_only_a_path()
    {
        var proof = _bench.Directory["executed"];
        var fault = _bench.PollFailed(Remote with { Url = _server.Url($"/tmp/'$(touch%20{proof})`touch%20{proof}`;touch%20{proof}") });

        Assert.Equal("repository-missing", fault.Code);
        Assert.False(File.Exists(proof));
    }

    [Fact]
    public void Unknown_host_is_named()
    {
        Assert.Equal("dns", _bench.PollFailed(Remote with { Url = "git@nowhere.invalid:fleet.git" }).Code);
    }

    public void Dispose()
    {
        try
        {
            _server.Dispose();
        }
        catch (InvalidOperationException)
        {
            // A test stopped it.
        }
        _bench.Dispose();
    }
}
