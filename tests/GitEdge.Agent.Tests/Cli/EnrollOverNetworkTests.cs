using GitEdge.Agent.Cli;
using GitEdge.Agent.Cli.Enrolling;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Agent.Tests.Trust;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Cli;

/// <summary>Over the transports that devices use.</summary>
[Trait("Category", "Slow")]
public sealed class EnrollOverNetworkTests : IDisposable
{
    private const string Token = "s3cret-t0ken";

    private readonly TempDirectory _directory = new();
    private readonly TestFleet _fleet;
    private readonly TrustFleet _meta;
    private readonly TestAuthority _authority;
    private readonly GitHttpServer _server;

    public EnrollOverNetworkTests()
    {
        _fleet = new TestFleet(_directory["fleet"]);
        _meta = new TrustFleet(_fleet.Repository, _directory["people"]);
        _meta.Push();
        _fleet.Release([1]);
        _authority = new TestAuthority(_directory["authority"]);
        _server = GitHttpServer.Start(_directory["http"], Path.GetDirectoryName(_fleet.Repository.Path)!, _authority.Issue(), Token);
    }

    private string Url => _server.Url("fleet.git/.git");

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Device_is_enrolled_over_https_with_the_token_that_its_agent_will_use()
    {
        var token = _directory.Write("token", Token);

        var run = await Enroll($"--token-file {token} --ca-file {_authority.CertificateFile}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain(Token, run.Output, StringComparison.Ordinal);
        var agent = AgentConfiguration.Read(_directory["agent.yaml"]).Value!;
        Assert.Equal(new RemoteSpec { Name = "origin", Url = Url, TokenFile = token, CaFile = _authority.CertificateFile }, Assert.Single(agent.Remotes));
        Assert.Equal(("cam-1", "stable"), (agent.Device, agent.Channel));
    }

    [Fact]
    public async Task Server_that_does_not_let_the_device_in_is_named_and_nothing_is_written()
    {
        var refused = await Enroll($"--ca-file {_authority.CertificateFile}");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error: auth-failed: ", refused.Errors, StringComparison.Ordinal);
        Assert.StartsWith("error: tls-untrusted: ", (await Enroll($"--token-file {_directory.Write("token", Token)}")).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["agent.yaml"]));
    }

    [Fact]
    public async Task Second_address_is_asked_when_the_first_does_not_answer()
    {
        var run = await CommandRun.Of(EnrollCommand.Create(),
            $"enroll https://nowhere.invalid/fleet.git file://{_fleet.Repository.Path} --config {_directory["agent.yaml"]} --device cam-1 --trust {_meta.EnrolledFile}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["origin", "mirror-1"], AgentConfiguration.Read(_directory["agent.yaml"]).Value!.Remotes.Select(remote => remote.Name));
    }

    private Task<CommandRun> Enroll(string options) => CommandRun.Of(
        EnrollCommand.Create(), $"enroll {Url} --config {_directory["agent.yaml"]} --device cam-1 --trust {_meta.EnrolledFile} {options}");
}
