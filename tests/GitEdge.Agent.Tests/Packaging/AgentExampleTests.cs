using GitEdge.Agent.Authoring;
using GitEdge.Agent.Cli;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Containers;
using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Tests.Packaging;

public sealed class AgentExampleTests
{
    private static readonly string s_device = Repository.File("examples", "device", "etc");

    [Fact]
    public void Example_configuration_is_valid()
    {
        var agent = AgentConfiguration.Read(Repository.File("packaging", "etc", "agent.yaml"));

        Assert.Empty(agent.Problems);
        Assert.Equal("camera-1", agent.Value!.Device);
    }

    [Fact]
    public void Example_device_is_one_of_the_example_fleet()
    {
        var agent = AgentConfiguration.Read(Path.Combine(s_device, "gitedge", "agent.yaml"));
        var fleet = FleetValidate.Run(Repository.File("examples", "fleet"), ManifestReader.ReadFleet).Value!;

        Assert.Empty(agent.Problems);
        Assert.Equal(fleet.Fleet.RepoId, agent.Value!.RepoId);
        Assert.Contains(fleet.Devices, device => device.Name == agent.Value.Device && device.Channel == agent.Value.Channel);
    }

    [Fact]
    public void Example_device_allows_the_containers_that_its_fleet_gives_it()
    {
        var policy = PolicyFile.Read(Path.Combine(s_device, "gitedge", "policy.yaml"), out var fault)!;
        var fleet = FleetValidate.Run(Repository.File("examples", "fleet"), ManifestReader.ReadFleet).Value!;
        var containers = DesiredStateResolver.Resolve(fleet, "quay-cam-01", []).Value!.Containers;

        Assert.Null(fault);
        Assert.NotEmpty(containers);
        Assert.All(containers, container => Assert.Empty(ContainerCheck.FindForbidden(
            container, [.. containers.Select(one => one.Name)], File.ReadAllBytes(Repository.File("examples", "fleet", container.Quadlet)), policy.Containers)));
    }

    [Fact]
    public void Example_device_s_drop_in_gives_the_credential_that_its_configuration_names()
    {
        var dropIn = File.ReadAllLines(Path.Combine(s_device, "systemd", "system", "gitedge-agent.service.d", "credentials.conf"));

        Assert.Contains("LoadCredentialEncrypted=token:/etc/gitedge/token.cred", dropIn);
        Assert.Contains("tokenFile: $CREDENTIALS_DIRECTORY/token", File.ReadAllText(Path.Combine(s_device, "gitedge", "agent.yaml")), StringComparison.Ordinal);
    }
}
