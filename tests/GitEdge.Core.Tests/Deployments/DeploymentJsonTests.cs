using System.Text;
using GitEdge.Core.Deployments;

namespace GitEdge.Core.Tests.Deployments;

public sealed class DeploymentJsonTests
{
    [Theory]
    [InlineData(DeploymentPhase.Idle)]
    [InlineData(DeploymentPhase.Probation)]
    [InlineData(DeploymentPhase.RollingBack)]
    [InlineData(DeploymentPhase.Stalled)]
    public void State_survives_being_written_and_read(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        var read = DeploymentJson.Read(DeploymentJson.Write(state))!;

        Assert.Equal(DeploymentJson.Write(state), DeploymentJson.Write(read));
        Assert.Equal((state.Phase, state.LastNumber, state.Fault, state.Attempt), (read.Phase, read.LastNumber, read.Fault, read.Attempt));
        Assert.Equal(state.Current!.Content, read.Current!.Content);
        Assert.Equal(state.Bad, read.Bad);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"format":2}""")]
    [InlineData("""{"format":1,"unknown":1}""")]
    [InlineData("""{"format":1,"phase":"Dancing"}""")]
    public void Anything_else_is_not_a_state(string json) => Assert.Null(DeploymentJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void What_earlier_versions_wrote_beside_the_desired_state_is_passed_over()
    {
        var json = Encoding.UTF8.GetString(DeploymentJson.Write(Sample.At(DeploymentPhase.Probation)));
        Assert.DoesNotContain("unsupported", json, StringComparison.Ordinal);

        var state = DeploymentJson.Read(Encoding.UTF8.GetBytes(json.Replace("\"containers\":[]", "\"containers\":[],\"unsupported\":[]", StringComparison.Ordinal)));

        Assert.Equal(Sample.At(DeploymentPhase.Probation).Target!.Content, state!.Target!.Content);
    }

    [Fact]
    public void First_released_form_is_still_read()
    {
        var state = DeploymentJson.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Deployments", "state-v1.json")))!;

        Assert.Equal((DeploymentPhase.Probation, 2L), (state.Phase, state.Target!.Number));
        Assert.Equal(Sample.Content("content 2"), state.Target.Content);
    }
}
