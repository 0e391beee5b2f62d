using System.Net;
using GitEdge.Agent.Cli;

namespace GitEdge.Agent.Tests.Cli;

public sealed class AgentConfigurationTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rules_for_artifacts_are_bound()
    {
        var rules = Read("  artifacts: { hosts: [models.example.org, '*.cdn.example.net', 'fd00::1'], allowAddresses: [127.0.0.0/8, '::1/128'] }").Value!.Artifacts;

        Assert.Equal(["models.example.org", "*.cdn.example.net", "fd00::1"], rules.Hosts);
        Assert.Equal([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")], rules.AllowAddresses);
    }

    [Fact]
    public void Without_rules_any_host_and_no_special_address_is_allowed()
    {
        var rules = Read("").Value!.Artifacts;

        Assert.Null(rules.Hosts);
        Assert.Empty(rules.AllowAddresses);
    }

    [Theory]
    [InlineData("hosts: []", "hosts has 0 items")]
    [InlineData("hosts: [Models.example.org]", "'Models.example.org' is not a host")]
    [InlineData("hosts: ['*']", "'*' is not a host")]
    [InlineData("hosts: ['https://x.example']", "is not a host")]
    [InlineData("hosts: [a.example, a.example]", "twice")]
    [InlineData("allowAddresses: [127.0.0.1]", "is not a network")]
    [InlineData("allowAddresses: [127.0.0.0/33]", "out of bounds")]
    [InlineData("allow: [127.0.0.0/8]", "has no field 'allow'")]
    public void Rule_that_cannot_be_meant_is_named(string rule, string problem)
    {
        var read = Read($"  artifacts: {{ {rule} }}");

        Assert.Contains(read.Problems, found => found.ToString().Contains(problem, StringComparison.Ordinal));
    }

    private GitEdge.Core.Manifests.Validated<GitEdge.Core.Manifests.AgentManifest> Read(string more) =>
        AgentConfiguration.Read(_folder.Write("agent.yaml", AgentYaml.Of(_folder.Path, "https://git.example.org/fleet.git", Guid.NewGuid()) + more + "\n"));
}
