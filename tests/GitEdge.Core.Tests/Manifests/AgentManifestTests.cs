using System.Text.Json.Nodes;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Manifests;

public sealed class AgentManifestTests
{
    [Fact]
    public void Agent_is_bound_in_full()
    {
        var agent = Bind(Samples.Agent).Value!;

        Assert.Equal(("cam-1", "stable"), (agent.Device, agent.Channel));
        Assert.Equal(Guid.Parse("6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90"), agent.RepoId);
        Assert.Equal("/etc/gitedge/allowed_signers", agent.AllowedSigners);
        Assert.Equal(("/var/lib/gitedge", "/run/gitedge"), (agent.Root, agent.Runtime));
        Assert.Equal(
            ("/run/gitedge-inference/admin.sock", "/usr/lib/gitedge/gitedge-inference"),
            (agent.InferenceAdmin, agent.InferenceExecutable)
        );
        Assert.Equal((TimeSpan.FromSeconds(5), 1L << 30), (agent.PollInterval, agent.DiskReserve));
        Assert.Equal(
            [
                new RemoteSpec
                {
                    Name = "origin",
                    Url = "https://git.example.org/fleet.git",
                    CaFile = "/etc/gitedge/ca.pem",
                    TokenFile = "/etc/gitedge/token",
                    TokenUser = "oauth2",
                },
                new RemoteSpec
                {
                    Name = "mirror",
                    Url = "git@mirror.example.org:fleet.git",
                    IdentityFile = "/etc/gitedge/id",
                    KnownHostsFile = "/etc/gitedge/known_hosts",
                },
            ],
            agent.Remotes
        );
    }

    [Fact]
    public void Files_of_a_remote_may_be_credentials_of_the_service_and_nothing_else_may()
    {
        var text = Samples.Agent.Replace("/etc/gitedge/token", "$CREDENTIALS_DIRECTORY/token", StringComparison.Ordinal);
        var agent = Bind(text).Value!;

        Assert.Equal("$CREDENTIALS_DIRECTORY/token", agent.WithCredentials(null).Remotes[0].TokenFile);
        Assert.Equal("/run/credentials/gitedge-agent.service/token", agent.WithCredentials("/run/credentials/gitedge-agent.service").Remotes[0].TokenFile);
        Assert.Equal("/etc/gitedge/ca.pem", agent.WithCredentials("/run/credentials/gitedge-agent.service").Remotes[0].CaFile);
        Assert.Equal("/etc/gitedge/id", agent.WithCredentials("/run/credentials/gitedge-agent.service").Remotes[1].IdentityFile);
        Assert.NotEmpty(Bind(Changed("root", "\"$CREDENTIALS_DIRECTORY/root\"")).Problems);
    }

    [Fact]
    public void What_is_left_out_has_its_documented_default()
    {
        var agent = Bind(Without("spec", "poll", "diskReserve")).Value!;

        Assert.Equal((TimeSpan.FromSeconds(30), 64L << 20), (agent.PollInterval, agent.DiskReserve));
        Assert.Equal(TimeSpan.FromSeconds(30), Bind(Changed("poll", "{}")).Value!.PollInterval);
    }

    [Theory]
    [InlineData("repoId")]
    [InlineData("channel")]
    [InlineData("root")]
    [InlineData("runtime")]
    [InlineData("remotes")]
    [InlineData("inference")]
    public void Field_that_must_be_there_is_missed_by_name(string field)
    {
        var problem = Assert.Single(Bind(Without("spec", field)).Problems);

        Assert.Equal($"spec.{field} is missing", problem.What);
        Assert.StartsWith("add it: ", problem.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void File_without_a_spec_is_told_so_and_nothing_else()
    {
        var problem = Assert.Single(Bind(Without("", "spec")).Problems);

        Assert.Equal("spec is missing", problem.What);
    }

    [Theory]
    [InlineData("poll", """{ "interval": "100ms" }""", true)]
    [InlineData("poll", """{ "interval": "99ms" }""", false)]
    [InlineData("poll", """{ "interval": "7d" }""", true)]
    [InlineData("poll", """{ "interval": "7d1us" }""", false)]
    [InlineData("root", "\"var/lib/gitedge\"", false)]
    [InlineData("root", "\"/\"", false)]
    [InlineData("remotes", "[]", false)]
    [InlineData("diskReserve", "\"0\"", false)]
    [InlineData("inference", """{ "admin": "/run/a.sock" }""", false)]
    public void Value_is_held_to_its_bounds(string field, string value, bool good) =>
        Assert.Equal(good, Bind(Changed(field, value)).IsValid);

    [Theory]
    [InlineData("ssh://git@git.example.org/fleet.git", true)]
    [InlineData("file:///srv/fleet.git", true)]
    [InlineData("http://10.0.0.1:3000/fleet.git", true)]
    [InlineData("git@git.example.org:fleet.git", true)]
    [InlineData("ext::sh -c id", false)]
    [InlineData("--upload-pack=id", false)]
    [InlineData("https://git.example.org/a b", false)]
    public void Remote_is_an_address_that_names_its_way(string url, bool good) =>
        Assert.Equal(good, Bind(Changed("remotes", $$"""[ { "name": "a", "url": "{{url}}" } ]""")).IsValid);

    [Fact]
    public void Remotes_differ_in_name_and_are_at_most_eight()
    {
        var eight = string.Join(", ", Enumerable.Range(0, 8).Select(Remote));

        Assert.True(Bind(Changed("remotes", $"[ {eight} ]")).IsValid);
        Assert.Equal(
            "spec.remotes has 9 items",
            Assert.Single(Bind(Changed("remotes", $"[ {eight}, {Remote(8)} ]")).Problems).What
        );
        var twice = Assert.Single(Bind(Changed("remotes", $"[ {Remote(1)}, {Remote(1)} ]")).Problems);
        Assert.Equal((ManifestRule.DuplicateName, "spec.remotes has 'r1' twice"), (twice.Rule, twice.What));
    }

    private static string Remote(int number) => $$"""{ "name": "r{{number}}", "url": "file:///srv/fleet.git" }""";

    private static string Without(string parent, params string[] fields)
    {
        var root = JsonNode.Parse(Samples.Agent)!.AsObject();
        var holder = parent.Length == 0 ? root : root[parent]!.AsObject();
        foreach (var field in fields)
            holder.Remove(field);
        return root.ToJsonString();
    }

    private static string Changed(string field, string value)
    {
        var root = JsonNode.Parse(Samples.Agent)!;
        root["spec"]![field] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    private static Validated<AgentManifest> Bind(string json) => ManifestKinds.Agent.Bind(JsonTree.Parse(json));
}
