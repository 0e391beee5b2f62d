using GitEdge.Agent.Cli;

namespace GitEdge.Agent.Tests.Packaging;

public sealed class AgentExampleTests
{
    [Fact]
    public void Example_configuration_is_valid()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GitEdge.sln")))
            folder = Path.GetDirectoryName(folder)!;

        var agent = AgentConfiguration.Read(Path.Combine(folder, "packaging", "etc", "agent.yaml"));

        Assert.Empty(agent.Problems);
        Assert.Equal("camera-1", agent.Value!.Device);
    }
}
