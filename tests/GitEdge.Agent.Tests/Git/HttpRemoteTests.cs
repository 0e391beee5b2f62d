using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

[Trait("Category", "Slow")]
public sealed class HttpRemoteTests : IDisposable
{
    private const string Token = "s3cret-t0ken-never-shown";

    private readonly GitBench _bench = new();
    private readonly TestAuthority _authority;
    private readonly List<GitHttpServer> _servers = [];
    private int _started;

    public HttpRemoteTests()
    {
        _authority = new TestAuthority(_bench.Directory["authority"]);
        _bench.Fleet.Release(GitBench.Channel, 1);
    }

    [Fact]
    public void Https_with_a_pinned_authority_fetches_and_then_writes_nothing()
    {
        var remote = Remote(Start(_authority.Issue()));
        Assert.Single(_bench.PollFetched(remote).Added);
        var before = _bench.Snapshot();

        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll(remote));

        Assert.Equal(before, _bench.Snapshot());
    }

    [Fact]
    public void Poll_with_nothing_new_is_one_request()
    {
        var server = Start(_authority.Issue());
        _bench.PollFetched(Remote(server));
        var before = server.ReadRequests().Count;

        _bench.Poll(Remote(server));

        var request = Assert.Single(server.ReadRequests().Skip(before));
        Assert.Contains("GET /fleet.git/info/refs?service=git-upload-pack", request, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_release_is_fetched_on_top_of_the_first()
    {
        var remote = Remote(Start(_authority.Issue()));
        _bench.Fleet.Write("golden/noise.bin", Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7919 >> 3)).ToArray());
        _bench.Fleet.Release(GitBench.Channel, 2);
        _bench.PollFetched(remote);
        _bench.Fleet.Write("fleet.yaml", "kind: Fleet # next\n");
        _bench.Fleet.Release(GitBench.Channel, 3);

        var refs = _bench.PollFetched(remote);

        Assert.Equal(3, Assert.Single(refs.Added).Counter);
        Assert.InRange(refs.Bytes, 500, 20_000);
        var objects = _bench.Fetcher.Objects;
        var newest = objects.ReadRevision(objects.FindCandidates(GitBench.Channel, 2).Above[0], null)!;
        Assert.Equal("kind: Fleet # next\n", Encoding.UTF8.GetString(newest.Files["fleet.yaml"].Span));
        Assert.Equal(200_000, newest.Files["golden/noise.bin"].Length);
        Assert.Empty(Tool.Run("git", ["-C", _bench.CopyPath, "fsck", "--full", "--strict"]));
    }

    [Fact]
    public void Branches_and_other_channels_are_not_fetched()
    {
        _bench.Fleet.Git("tag", "rollout/prod-2/1");
        _bench.Fleet.Write("fleet.yaml", "kind: Fleet # other\n");
        var other = _bench.Fleet.Release("canary", 1);

        _bench.PollFetched(Remote(Start(_authority.Issue())));

        Assert.True(GitObjectId.TryParse(other, out var id));
        Assert.Null(_bench.Fetcher.Objects.ReadRaw(id));
        Assert.Equal("refs/tags/rollout/prod/1", Tool.Run("git", ["-C", _bench.CopyPath, "for-each-ref", "--format=%(refname)"]).Trim());
    }

    [Fact]
    public void Plain_http_on_loopback_works_without_a_token()
    {
        var server = Start(certificate: null);

        Assert.Single(_bench.PollFetched(new GitRemoteOptions { Name = "http", Url = server.Url("fleet.git", "127.0.0.1") }).Added);
    }

    [Fact]
    public void Authority_that_is_not_the_pinned_one_is_refused()
    {
        var other = new TestAuthority(_bench.Directory["other"], "Other Authority");

        var fault = _bench.PollFailed(Remote(Start(other.Issue())));

        Assert.Equal(("tls-untrusted", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Contains("not issued by a trusted authority", fault.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
    }

    [Fact]
    public void Without_a_pinned_authority_the_system_decides()
    {
        var fault = _bench.PollFailed(Remote(Start(_authority.Issue())) with { CaFile = null });

        Assert.Equal("tls-untrusted", fault.Code);
    }

    [Fact]
    public void Expired_certificate_is_refused_with_both_dates()
    {
        var fault = _bench.PollFailed(Remote(Start(_authority.Issue(expired: true))));

        Assert.Equal("tls-untrusted", fault.Code);
        Assert.Contains("this device's clock says", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_for_another_name_is_refused()
    {
        var fault = _bench.PollFailed(Remote(Start(_authority.Issue("models.example.org"))));

        Assert.Equal("tls-untrusted", fault.Code);
        Assert.Contains("for another name", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_lets_in_and_is_seen_nowhere()
    {
        var remote = Remote(Start(_authority.Issue(), Token)) with { TokenFile = _bench.Directory.Write("token", Token + "\n") };

        var outcome = _bench.Poll(remote);

        Assert.IsType<FetchOutcome.Fetched>(outcome);
        Assert.DoesNotContain(Token, outcome.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Tool.Try("grep", ["-r", Token, _bench.CopyPath]).ExitCode);
    }

    [Fact]
    public void Wrong_token_is_refused_and_seen_nowhere()
    {
        var remote = Remote(Start(_authority.Issue(), Token)) with { TokenFile = _bench.Directory.Write("token", "wrong-one") };

        var fault = _bench.PollFailed(remote);

        Assert.Equal(("auth-failed", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Contains("localhost", fault.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_token_and_unreadable_token_file_are_told_apart()
    {
        var remote = Remote(Start(_authority.Issue(), Token));

        Assert.Equal("auth-failed", _bench.PollFailed(remote).Code);
        Assert.Equal("credential-unreadable", _bench.PollFailed(remote with { TokenFile = "/nowhere/token" }).Code);
        Assert.Equal("credential-unreadable", _bench.PollFailed(remote with { TokenFile = _bench.Directory.Write("token", "two\nlines\n") }).Code);
        Assert.Equal("credential-unreadable", _bench.PollFailed(remote with { CaFile = _bench.Directory.Write("ca", "no certificate") }).Code);
    }

    [Theory]
    [InlineData("nothing.git", "not-found", GitFaultKind.Permanent)]
    [InlineData("moved/fleet.git", "redirected", GitFaultKind.Permanent)]
    [InlineData("page/fleet.git", "protocol", GitFaultKind.Transient)]
    [InlineData("failing/fleet.git", "server-error", GitFaultKind.Transient)]
    [InlineData("busy/fleet.git", "server-busy", GitFaultKind.Waiting)]
    public void Answer_that_is_no_repository_is_named(string repository, string code, object kind)
    {
        var server = Start(_authority.Issue());

        var fault = _bench.PollFailed(Remote(server, repository));

        Assert.Equal((code, kind), (fault.Code, (object)fault.Kind));
        Assert.Contains("localhost", fault.Text, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Cure);
        Assert.Equal(code == "server-busy" ? TimeSpan.FromSeconds(120) : null, fault.RetryAfter);
    }

    [Fact]
    public void Redirect_is_not_followed_anywhere()
    {
        var server = Start(_authority.Issue());

        _bench.PollFailed(Remote(server, "moved/fleet.git"));

        Assert.Single(server.ReadRequests());
    }

    [Fact]
    public void Server_that_goes_down_and_comes_back_is_used_again()
    {
        var server = Start(_authority.Issue());
        var remote = Remote(server);
        _bench.PollFetched(remote);
        server.Dispose();
        _servers.Remove(server);

        Assert.Equal("unreachable", _bench.PollFailed(remote).Code);
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll(Remote(Start(_authority.Issue()))));
    }

    [Fact]
    public void Unknown_host_is_named()
    {
        var fault = _bench.PollFailed(new GitRemoteOptions { Name = "origin", Url = "https://nowhere.invalid/fleet.git" });

        Assert.Equal(("dns", GitFaultKind.Transient), (fault.Code, fault.Kind));
    }

    [Fact]
    public void Repository_that_is_gone_is_named()
    {
        var remote = Remote(Start(_authority.Issue()));
        _bench.PollFetched(remote);
        Directory.Move(_bench.Fleet.Path, _bench.Fleet.Path + ".gone");

        Assert.Equal("not-found", _bench.PollFailed(remote).Code);
        Assert.Single(_bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
    }

    public void Dispose()
    {
        _servers.ForEach(s => s.Dispose());
        _bench.Dispose();
    }

    private GitHttpServer Start((string, string)? certificate, string? token = null)
    {
        var server = GitHttpServer.Start(_bench.Directory[$"server-{_started++}"], _bench.Served, certificate, token);
        _servers.Add(server);
        return server;
    }

    private GitRemoteOptions Remote(GitHttpServer server, string repository = "fleet.git") =>
        new() { Name = "origin", Url = server.Url(repository), CaFile = _authority.CertificateFile };
}
