using System.Text;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>agent.yaml says who may sign in one of two ways.</summary>
public sealed class AgentManifestTests
{
    [Fact]
    public void Trust_document_and_freshness_are_read()
    {
        var agent = Read("trust: /etc/gitedge/trust.json\n  freshness: require").Value!;

        Assert.Equal((null, "/etc/gitedge/trust.json", FreshnessRule.Require), (agent.AllowedSigners, agent.Trust, agent.Freshness));
        Assert.Equal(FreshnessRule.Warn, Read("trust: /t").Value!.Freshness);
    }

    [Theory]
    [InlineData("", "says nothing of who may sign")]
    [InlineData("trust: /t\n  allowedSigners: /a", "both allowedSigners and trust")]
    [InlineData("allowedSigners: /a\n  freshness: warn", "freshness and no trust")]
    [InlineData("trust: /t\n  freshness: sometimes", "ignore, warn, require")]
    [InlineData("trust: relative", "absolute path")]
    public void Anything_else_is_refused_with_its_cure(string lines, string what)
    {
        var problem = Assert.Single(Read(lines).Problems);

        Assert.Contains(what, problem.ToString(), StringComparison.Ordinal);
    }

    private static Validated<AgentManifest> Read(string lines) => ManifestReader.Read(ManifestKinds.Agent, "agent.yaml", Encoding.UTF8.GetBytes($"""
        apiVersion: gitedge.io/v1
        kind: Agent
        metadata:
          name: cam-1
        spec:
          repoId: 0b6f5d0e-9f2c-4a53-8a3e-1f4f6f0f7a11
          channel: stable
          root: /r
          runtime: /run/r
          remotes:
            - name: origin
              url: https://git.example.org/fleet.git
          inference:
            admin: /a.sock
            executable: /bin/true
          {lines}

        """));
}
