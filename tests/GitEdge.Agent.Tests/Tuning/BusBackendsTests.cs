using GitEdge.Agent.Tuning;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>Against a real systemd on a private bus.</summary>
[Trait("Category", "Slow")]
public sealed class BusBackendsTests
{
    private const string Daemon = "[Service]\nExecStart=sleep infinity\n";

    private static readonly Knob s_tuned = new(KnobKind.TunedProfile);

    private static readonly Knob s_power = new(KnobKind.PowerProfile);

    [Fact]
    public async Task Daemon_is_on_the_device_while_it_has_a_unit_that_is_not_masked_whether_it_runs_or_not()
    {
        using var systemd = await UserSystemd.StartAsync();
        using var link = new BusLink(systemd.Address);
        var installed = new BusBackends(link, TimeProvider.System).All().IsInstalled!;
        Assert.False(await installed(s_tuned, CancellationToken.None));
        Assert.False(await installed(new Knob(KnobKind.UnitProperty, "gone.service", "MemoryMax"), CancellationToken.None));

        systemd.Write("tuned.service", Daemon);
        systemd.Write("tuned-ppd.service", Daemon);
        await ReloadAsync(link);
        Assert.True(await installed(s_tuned, CancellationToken.None));
        Assert.True(await installed(s_power, CancellationToken.None));

        // As masked as a link to /dev/null.
        systemd.Write("tuned.service", "");
        await ReloadAsync(link);
        Assert.False(await installed(s_tuned, CancellationToken.None));
    }

    [Fact]
    public async Task Daemon_is_taken_for_installed_when_systemd_does_not_say()
    {
        using var directory = new TempDirectory();
        using var link = new BusLink($"unix:path={directory["no-bus"]}");

        Assert.True(await new BusBackends(link, TimeProvider.System).All().IsInstalled!(s_tuned, CancellationToken.None));
    }

    private static async Task ReloadAsync(BusLink link) =>
        await new SystemdManager(await link.GetAsync(CancellationToken.None), TimeProvider.System).ReloadAsync(CancellationToken.None);
}
