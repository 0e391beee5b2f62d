using System.Globalization;
using GitEdge.Linux.Clock;

namespace GitEdge.Linux.Tests.Clock;

public sealed class BootClockTests
{
    [Fact]
    public void Time_since_boot_is_the_kernels_and_goes_forward()
    {
        var uptime = TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));
        var first = BootClock.SinceBoot();
        var second = BootClock.SinceBoot();

        Assert.InRange(first, uptime - TimeSpan.FromSeconds(1), uptime + TimeSpan.FromHours(1));
        Assert.True(second >= first);
    }

    [Fact]
    public void Boot_has_one_name() => Assert.Equal(Guid.Parse(BootClock.BootId()), Guid.Parse(BootClock.BootId()));
}
