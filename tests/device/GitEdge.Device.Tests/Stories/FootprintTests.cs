using System.Globalization;
using GitEdge.Device.Tests.Machine;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>What the services take of the device while nothing happens but polls.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class FootprintTests(DeviceLab lab, ITestOutputHelper output)
{
    private const int Polls = 20;
    private const long MiB = 1 << 20;

    [Fact]
    public async Task Idle_services_stay_small_over_polls()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        await PollAsync(device, Polls / 4);
        var before = await CpuAsync(device);
        var settled = await AnonymousAsync(device, "gitedge-agent");
        await PollAsync(device, Polls);
        var (agent, server) = (await AnonymousAsync(device, "gitedge-agent"), await AnonymousAsync(device, "gitedge-inference"));

        var poll = (await CpuAsync(device) - before) / Polls / 1000;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"agent {agent / MiB} MiB, {poll} ms a poll (emulated); server {server / MiB} MiB"));
        output.WriteLine(await device.RunAsync("grep -H -E '^(Rss|Pss|Anonymous):' /proc/$(systemctl show --value -p MainPID gitedge-agent)/smaps_rollup /proc/$(systemctl show --value -p MainPID gitedge-inference)/smaps_rollup; systemctl show -p Id -p MemoryCurrent -p MemoryPeak gitedge-agent gitedge-inference"));
        Assert.InRange(agent, 1, 60 * MiB);
        Assert.InRange(server, 1, 80 * MiB);
        Assert.True(agent < settled + 4 * MiB, $"the agent grew from {settled} to {agent} bytes over {Polls} polls");
    }

    /// <summary>Has it look at the repository so many times; each time the status says when.</summary>
    private static Task<string> PollAsync(VirtualDevice device, int times) => device.RunAsync($$"""
        contact() { grep -o '"lastContact": *"[^"]*"' /run/gitedge/status.json; }
        for i in $(seq {{times}}); do
          was=$(contact); systemctl reload gitedge-agent
          until [ "$(contact)" != "$was" ]; do sleep 0.1; done
        done
        """);

    /// <summary>Microseconds of processor time the agent has used, in the device's own reckoning.</summary>
    private static async Task<long> CpuAsync(VirtualDevice device) =>
        long.Parse(await device.RunAsync("sed -n 's/^usage_usec //p' /sys/fs/cgroup/system.slice/gitedge-agent.service/cpu.stat"), CultureInfo.InvariantCulture);

    private static async Task<long> AnonymousAsync(VirtualDevice device, string unit) =>
        long.Parse(await device.RunAsync($"sed -n 's/^anon //p' /sys/fs/cgroup/system.slice/{unit}.service/memory.stat"), CultureInfo.InvariantCulture);
}
