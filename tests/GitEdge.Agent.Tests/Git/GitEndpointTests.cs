using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class GitEndpointTests
{
    [Theory]
    [InlineData("https://git.example.org/team/fleet.git", "Http", "git.example.org", 443, "https://git.example.org/team/fleet.git")]
    [InlineData("https://git.example.org:8443/fleet/", "Http", "git.example.org", 8443, "https://git.example.org:8443/fleet")]
    [InlineData("http://127.0.0.1:8080/fleet.git", "Http", "127.0.0.1", 8080, "http://127.0.0.1:8080/fleet.git")]
    [InlineData("file:///srv/fleet.git", "File", "", 0, "file:///srv/fleet.git")]
    [InlineData("/srv/fleet.git", "File", "", 0, "file:///srv/fleet.git")]
    public void Usable_url_is_understood(string url, string scheme, string host, int port, string display)
    {
        var endpoint = GitEndpoint.Parse(new GitRemoteOptions { Name = "origin", Url = url }, out var errors);

        Assert.Empty(errors);
        Assert.Equal((scheme, host, port, display), (endpoint!.Scheme.ToString(), endpoint.Host, endpoint.Port, endpoint.Display));
    }

    [Theory]
    [InlineData("ssh://git@git.example.org/team/fleet.git", 22, "/team/fleet.git")]
    [InlineData("ssh://git@git.example.org:2222/~/fleet.git", 2222, "~/fleet.git")]
    [InlineData("git@git.example.org:team/fleet.git", 22, "team/fleet.git")]
    [InlineData("git@git.example.org:/srv/fleet.git", 22, "/srv/fleet.git")]
    public void Usable_ssh_url_is_understood(string url, int port, string path)
    {
        var endpoint = GitEndpoint.Parse(Ssh(url), out var errors);

        Assert.Empty(errors);
        Assert.Equal(("git", "git.example.org", port, path), (endpoint!.User, endpoint.Host, endpoint.Port, endpoint.Path));
    }

    [Theory]
    [InlineData("http://git.example.org/fleet.git")]
    [InlineData("https://user:pa55word@git.example.org/fleet.git")]
    [InlineData("https://pa55word@git.example.org/fleet.git")]
    [InlineData("https://git.example.org/fleet.git?private_token=pa55word")]
    [InlineData("https://git.example.org/fleet.git#pa55word")]
    [InlineData("git://git.example.org/fleet.git")]
    [InlineData("ext::sh -c touch% /tmp/x")]
    [InlineData("file://host/fleet.git")]
    [InlineData("")]
    public void Unusable_url_is_refused_without_repeating_a_secret(string url)
    {
        var endpoint = GitEndpoint.Parse(new GitRemoteOptions { Name = "origin", Url = url }, out var errors);

        Assert.Null(endpoint);
        Assert.NotEmpty(errors);
        Assert.DoesNotContain("pa55word", string.Join(' ', errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://-oProxyCommand=touch@git.example.org/fleet.git")]
    [InlineData("ssh://git@-oProxyCommand=touch/fleet.git")]
    [InlineData("git@-oProxyCommand=touch:fleet.git")]
    [InlineData("ssh://git.example.org/fleet.git")]
    [InlineData("ssh://git:pa55word@git.example.org/fleet.git")]
    [InlineData("git@git.example.org:-upload")]
    [InlineData("git@git.example.org:")]
    [InlineData("git@git.example.org:a\nb")]
    [InlineData("g$(id)@git.example.org:fleet.git")]
    public void Ssh_url_that_could_be_taken_for_something_else_is_refused(string url)
    {
        Assert.Null(GitEndpoint.Parse(Ssh(url), out var errors));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var options = new GitRemoteOptions { Name = "origin", Url = "http://git.example.org/fleet.git", TokenFile = "relative", IdentityFile = "/key", CaFile = "/a\"b" };

        GitEndpoint.Parse(options, out var errors);

        Assert.Equal(5, errors.Count);
    }

    [Fact]
    public void Ssh_without_its_files_and_https_with_them_are_refused()
    {
        Assert.Null(GitEndpoint.Parse(new GitRemoteOptions { Name = "origin", Url = "git@git.example.org:fleet.git" }, out var missing));
        Assert.Contains("identityFile", Assert.Single(missing), StringComparison.Ordinal);
        Assert.Null(GitEndpoint.Parse(Ssh("git@git.example.org:fleet.git") with { TokenFile = "/token" }, out var tooMuch));
        Assert.Contains("https only", Assert.Single(tooMuch), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://git.example.org/fleet.git", "/cert", null, "go together")]
    [InlineData("https://git.example.org/fleet.git", null, "/key", "go together")]
    [InlineData("http://127.0.0.1/fleet.git", "/cert", "/key", "https only")]
    [InlineData("file:///srv/fleet.git", "/cert", "/key", "https only")]
    [InlineData("https://git.example.org/fleet.git", "cert", "/key", "absolute path")]
    public void Certificate_and_key_go_together_and_over_https(string url, string? certificate, string? key, string what)
    {
        Assert.Null(GitEndpoint.Parse(new GitRemoteOptions { Name = "origin", Url = url, CertFile = certificate, KeyFile = key }, out var errors));

        Assert.Contains(what, Assert.Single(errors), StringComparison.Ordinal);
    }

    private static GitRemoteOptions Ssh(string url) => new() { Name = "origin", Url = url, IdentityFile = "/key", KnownHostsFile = "/known hosts" };
}
