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
        using var errors = new StringWriter();

        var agent = AgentConfiguration.Read(Path.Combine(folder, "packaging", "etc", "agent.yaml"), errors);

        Assert.Empty(errors.ToString());
        Assert.Equal("camera-1", agent!.Device);
    }
}
