using System.Diagnostics;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>
/// The real executable with a clock of its own, which a test moves while it runs (libfaketime), and with a kernel that says whether
/// the clock is kept right (strace answers adjtimex(2)). Monotonic time goes on as it does when somebody sets the clock of a device.
/// </summary>
internal sealed class AgentClock : IDisposable
{
    private const int Kept = 0;
    private const int Adrift = 5;

    private readonly string _offset;
    private readonly Process _agent;

    /// <param name="device">The device it is the agent of.</param>
    /// <param name="isKept">Whether a time service keeps the clock right, by the kernel's word.</param>
    /// <param name="offset">How far the clock is off at first: see <see cref="Set"/>.</param>
    public AgentClock(AgentDevice device, bool isKept, string offset)
    {
        _offset = device["offset"];
        Set(offset);
        const string Calls = "adjtimex,clock_adjtime";
        var start = new ProcessStartInfo("strace",
        [
            // The tracer steps aside: the process that is killed is the agent.
            "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", $"trace={Calls}",
            "-e", FormattableString.Invariant($"inject={Calls}:retval={(isKept ? Kept : Adrift)}"), "dotnet", .. Arguments(device, FreshnessRule.Require),
        ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var faked = Environment(new Dictionary<string, string> { ["FAKETIME_TIMESTAMP_FILE"] = _offset, ["FAKETIME_NO_CACHE"] = "1" });
        foreach (var (name, value) in faked)
            start.Environment[name] = value;
        _agent = Process.Start(start)!;
        _agent.BeginOutputReadLine();
        _agent.BeginErrorReadLine();
    }

    /// <summary>Whether it still runs; a test that waits for something else would wait for long.</summary>
    public bool HasEnded => _agent.HasExited;

    /// <summary>What libfaketime needs to know, where the time is said otherwise.</summary>
    public static Dictionary<string, string> Environment(Dictionary<string, string> time) => new(time)
    {
        ["LD_PRELOAD"] = Tool.Run("sh", ["-c", "ls /usr/lib/*/faketime/libfaketimeMT.so.1"]).Trim(),
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>The file with the agent's metrics.</summary>
    public static string MetricsOf(AgentDevice device) => Path.Combine(device.Manifest.Runtime, "gitedge.prom");

    /// <summary>The command line of the device's agent, which goes by trust documents.</summary>
    public static string[] Arguments(AgentDevice device, FreshnessRule freshness)
    {
        device.WriteConfiguration($"trust: {device.Manifest.Trust}", $"freshness: {freshness.ToString().ToLowerInvariant()}", $"metrics: {MetricsOf(device)}");
        return [Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), "agent", "--config", device["agent.yaml"]];
    }

    /// <summary>Sets the clock: how far off it is from now on, in libfaketime's words, such as <c>+73y</c>.</summary>
    public void Set(string offset)
    {
        // At once and as a whole: the agent reads it whenever it asks for the time.
        File.WriteAllText(_offset + ".new", offset + "\n");
        File.Move(_offset + ".new", _offset, overwrite: true);
    }

    public void Dispose()
    {
        if (!_agent.HasExited)
            _agent.Kill(entireProcessTree: true);
        _agent.WaitForExit();
        _agent.Dispose();
    }
}
