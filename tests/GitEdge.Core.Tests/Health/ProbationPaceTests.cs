using GitEdge.Core.Health;

namespace GitEdge.Core.Tests.Health;

public sealed class ProbationPaceTests
{
    [Theory]
    [InlineData(0, 0.05, 0.0625)]
    [InlineData(2, 0.05, 0.0625)]
    [InlineData(4, 0.1, 0.125)]
    [InlineData(120, 3, 3.75)]
    [InlineData(200, 5, 6.25)]
    [InlineData(300, 5, 6.25)]
    public void Pause_is_a_fortieth_of_the_soak_within_bounds_and_a_look_is_worth_a_quarter_more(double soak, double pause, double credit)
    {
        Assert.Equal(TimeSpan.FromSeconds(pause), ProbationPace.Pause(TimeSpan.FromSeconds(soak)));
        Assert.Equal(TimeSpan.FromSeconds(credit), ProbationPace.Credit(TimeSpan.FromSeconds(soak)));
    }

    [Theory]
    [InlineData(0, 0, 60)]
    [InlineData(20, 5, 60)]
    [InlineData(40, 10, 60)]
    [InlineData(120, 10, 120)]
    public void Trouble_may_last_ten_seconds_at_once_and_the_soak_in_all(double soak, double cloud, double trouble)
    {
        Assert.Equal(TimeSpan.FromSeconds(cloud), ProbationPace.Cloud(TimeSpan.FromSeconds(soak)));
        Assert.Equal(TimeSpan.FromSeconds(trouble), ProbationPace.Trouble(TimeSpan.FromSeconds(soak)));
    }
}
