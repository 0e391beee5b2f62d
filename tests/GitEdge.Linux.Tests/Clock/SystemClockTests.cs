using GitEdge.Linux.Clock;

namespace GitEdge.Linux.Tests.Clock;

public sealed class SystemClockTests
{
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    public void Kernel_is_asked_first_and_the_mark_of_the_time_service_where_it_does_not_say(bool? kernel, bool isMarked, bool expected)
    {
        var mark = isMarked ? "/proc/self/status" : "/proc/self/nothing";

        Assert.Equal(expected, SystemClock.IsSynchronised(() => kernel, mark));
    }
}
