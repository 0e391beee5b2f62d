using System.Text;
using GitEdge.Core.Deployments;

namespace GitEdge.Core.Tests.Deployments;

public sealed class OperatorPauseTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pause_lasts_until_its_end_or_until_it_is_lifted()
    {
        Assert.False(new OperatorPause().IsInForce(Now));
        Assert.True(new OperatorPause { IsPaused = true }.IsInForce(Now));
        Assert.True(new OperatorPause { IsPaused = true, Until = Now.AddTicks(1) }.IsInForce(Now));
        Assert.False(new OperatorPause { IsPaused = true, Until = Now }.IsInForce(Now));
        Assert.False(new OperatorPause { IsPaused = false, Until = Now.AddDays(1) }.IsInForce(Now));
    }

    [Fact]
    public void Written_pause_is_read_again()
    {
        var pause = new OperatorPause { IsPaused = true, Since = Now, Until = Now.AddHours(2) };

        Assert.Equal(pause, OperatorPause.Read(OperatorPause.Write(pause)));
        Assert.Equal("""{"format":1,"isPaused":true,"since":"2026-05-01T06:00:00+00:00","until":"2026-05-01T08:00:00+00:00"}""", Encoding.UTF8.GetString(OperatorPause.Write(pause)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"format\":2}")]
    [InlineData("{\"format\":1,\"isPaused\":true,\"whose\":1}")]
    public void Anything_else_is_none(string json) => Assert.Null(OperatorPause.Read(Encoding.UTF8.GetBytes(json)));
}
