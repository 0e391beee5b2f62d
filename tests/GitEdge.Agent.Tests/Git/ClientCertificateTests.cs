using System.Net;
using System.Net.Sockets;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>A real nginx that lets in who shows a certificate of its authority, and nobody else.</summary>
[Trait("Category", "Slow")]
public sealed class ClientCertificateTests : IDisposable
{
    private readonly GitBench _bench = new();
    private readonly TestAuthority _servers;
    private readonly TestAuthority _devices;
    private readonly List<IDisposable> _started = [];

    public ClientCertificateTests()
    {
        _servers = new TestAuthority(_bench.Directory["servers"]);
        _devices = new TestAuthority(_bench.Directory["devices"], "Devices");
        _bench.Fleet.Release(GitBench.Channel, 1);
    }

    public void Dispose()
    {
        _started.ForEach(one => one.Dispose());
        _bench.Dispose();
    }

    [Fact]
    public void Certificate_of_the_right_authority_lets_in()
    {
        var remote = With(Strict(), _devices.IssueClient("cam-1"));

        Assert.Single(_bench.PollFetched(remote).Added);
        Assert.IsType<FetchOutcome.Unchanged>(_bench.Poll(remote));
    }

    [Fact]
    public void Renewed_certificate_is_used_with_the_next_poll()
    {
        var expired = _devices.IssueClient("cam-1", expired: true);
        var remote = With(Strict(), expired);
        Assert.Equal("auth-failed", _bench.PollFailed(remote).Code);

        var (certificate, key) = _devices.IssueClient("cam-1");
        File.Copy(certificate, expired.Certificate, overwrite: true);
        File.Copy(key, expired.Key, overwrite: true);

        _bench.PollFetched(remote);
    }

    [Fact]
    public void Without_a_certificate_it_is_refused_and_the_option_named()
    {
        var fault = _bench.PollFailed(Strict());

        Assert.Equal(("auth-failed", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Contains("the remote has no certFile", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_of_another_authority_is_refused_and_its_file_named()
    {
        var stranger = new TestAuthority(_bench.Directory["strangers"], "Strangers").IssueClient("cam-1");

        var fault = _bench.PollFailed(With(Strict(), stranger));

        Assert.Equal(("auth-failed", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Contains(stranger.Certificate, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Server_is_still_held_to_the_pinned_authority()
    {
        var fault = _bench.PollFailed(With(Strict(), _devices.IssueClient("cam-1")) with { CaFile = _devices.CertificateFile });

        Assert.Equal("tls-untrusted", fault.Code);
    }

    [Fact]
    public void File_that_is_no_certificate_or_not_its_key_is_named()
    {
        var remote = With(Strict(), _devices.IssueClient("cam-1"));
        var other = _devices.IssueClient("cam-2").Key;

        AssertUnreadable(remote with { CertFile = "/nowhere/cert.pem" }, "/nowhere/cert.pem");
        AssertUnreadable(remote with { KeyFile = "/nowhere/key.pem" }, "/nowhere/key.pem");
        AssertUnreadable(remote with { CertFile = _bench.Directory.Write("no.pem", "no certificate") }, "no.pem");
        AssertUnreadable(remote with { KeyFile = _bench.Directory.Write("no.key", "no key") }, "no.key");
        AssertUnreadable(remote with { KeyFile = other }, "must be the key of the first certificate");
    }

    [Fact]
    public void Certificate_is_shown_to_the_remote_it_belongs_to_and_no_other()
    {
        // It asks everybody for a certificate, takes any, and notes what it was shown.
        var (certificate, key) = _servers.Issue();
        var curious = NginxServer.Start(_bench.Directory["curious"],
            $"server_name localhost; ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_verify_client optional_no_ca; "
            + "location / { return 404; } location ~ /shown/ { return 302 $scheme://$http_host/was-$ssl_client_verify; }", tls: true);
        _started.Add(curious);
        var mine = With(Strict(), _devices.IssueClient("cam-1"));
        var asked = new GitRemoteOptions { Name = "curious", Url = $"https://localhost:{curious.Port}/shown/x.git", CaFile = _servers.CertificateFile };

        // After the one that has a certificate, in the same poll.
        var outcome = _bench.Poll(With(mine with { Url = mine.Url + "-gone" }, (mine.CertFile!, mine.KeyFile!)), asked);

        Assert.Contains("/was-NONE", outcome.Faults[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/was-NONE", _bench.PollFailed(With(asked, (mine.CertFile!, mine.KeyFile!))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Redirect_gets_neither_certificate_nor_token_to_another_port()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var port = ((IPEndPoint)elsewhere.LocalEndpoint).Port;
        var (certificate, key) = _servers.Issue();
        var server = NginxServer.Start(_bench.Directory["moving"],
            $"server_name localhost; ssl_certificate {certificate}; ssl_certificate_key {key}; "
            + $"location /both/ {{ add_header Location https://localhost:{port}/fleet.git always; add_header WWW-Authenticate 'Basic realm=\"x\"' always; return 401; }} "
            + $"location / {{ add_header WWW-Authenticate 'Basic realm=\"x\"' always; return 307 https://localhost:{port}$request_uri; }}", tls: true);
        _started.Add(server);
        var remote = With(new GitRemoteOptions
        {
            Name = "origin",
            Url = $"https://localhost:{server.Port}/fleet.git",
            CaFile = _servers.CertificateFile,
            TokenFile = _bench.Directory.Write("token", "s3cret"),
        }, _devices.IssueClient("cam-1"));

        Assert.Equal("redirected", _bench.PollFailed(remote).Code);
        Assert.Equal("auth-failed", _bench.PollFailed(remote with { Url = $"https://localhost:{server.Port}/both/fleet.git" }).Code);

        Assert.False(elsewhere.Pending());
        Assert.Equal(2, server.ReadRequests().Count);
    }

    private GitRemoteOptions Strict()
    {
        var server = GitHttpServer.Start(_bench.Directory[$"server-{_started.Count}"], _bench.Served, _servers.Issue(), clients: _devices.CertificateFile);
        _started.Add(server);
        return new GitRemoteOptions { Name = "origin", Url = server.Url("fleet.git"), CaFile = _servers.CertificateFile };
    }

    private static GitRemoteOptions With(GitRemoteOptions remote, (string Certificate, string Key) pair) =>
        remote with { CertFile = pair.Certificate, KeyFile = pair.Key };

    private void AssertUnreadable(GitRemoteOptions remote, string what)
    {
        var fault = _bench.PollFailed(remote);
        Assert.Equal("credential-unreadable", fault.Code);
        Assert.Contains(what, fault.Text, StringComparison.Ordinal);
    }
}
