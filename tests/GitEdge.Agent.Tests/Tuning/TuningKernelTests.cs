namespace GitEdge.Agent.Tests.Tuning;

/// <summary>The real kernel, in a network namespace of its own: what it rounds, refuses and lets only be read.</summary>
public sealed class TuningKernelTests : IDisposable
{
    private const string Net = "/proc/sys/net";

    private readonly TempDirectory _directory = new();

    public TuningKernelTests()
    {
        Directory.CreateDirectory(_directory["root"]);
        File.CreateSymbolicLink(_directory["root", "proc"], "/proc");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Value_is_taken_read_back_and_committed() => Assert.Equal(
        [
            "apply: done, Waiting", "777", "4096\t5000\t6000", "commit: done, nothing under way",
            "-net.core.somaxconn = 777", "-net.ipv4.tcp_rmem = 4096 5000 6000",
        ],
        Run($"{Tune("apply", "net.core.somaxconn=777", "'net.ipv4.tcp_rmem=4096 5000 6000'")}; cat {Net}/core/somaxconn {Net}/ipv4/tcp_rmem; {Tune("commit")}; grep -v '#' {_directory["root"]}/etc/sysctl.d/90-gitedge.conf"));

    [Fact]
    public void Value_that_the_kernel_rounds_is_refused_when_that_is_known_and_put_back_when_it_is_not()
    {
        const string Key = "net.ipv4.neigh.lo.retrans_time_ms";
        const string File = Net + "/ipv4/neigh/lo/retrans_time_ms";
        var values = Run($"cat {File}; echo 1001 > {File}; cat {File}; echo 1000 > {File}; {Tune("apply", $"{Key}=1001", "rounded")}; cat {File}; {Tune("apply", $"{Key}=1001")}; cat {File}; {Tune("apply", $"{Key}=2000", "rounded")}; cat {File}");

        // A kernel with a thousand ticks a second rounds nothing.
        Assert.Equal(
            values[1] == "1001"
                ? ["1000", "1001", "apply: tuning-rounded, nothing under way", "1000", "apply: done, Waiting", "1001", "apply: done, Waiting", "1001"]
                : ["1000", values[1], "apply: tuning-rounded, nothing under way", "1000", "apply: tuning-read-back, nothing under way", "1000", "apply: done, Waiting", "2000"],
            values);
    }

    [Fact]
    public void Value_that_the_kernel_refuses_takes_the_others_back() => Assert.Equal(
        ["64", "apply: tuning-write-failed, nothing under way", "64", "100"],
        Run($"echo 64 > {Net}/ipv4/ip_default_ttl; echo 100 > {Net}/core/somaxconn; cat {Net}/ipv4/ip_default_ttl; {Tune("apply", "net.core.somaxconn=777", "net.ipv4.ip_default_ttl=3000")}; cat {Net}/ipv4/ip_default_ttl {Net}/core/somaxconn"));

    [Fact]
    public void Key_that_can_only_be_read_or_is_not_there_is_refused() => Assert.Equal(
        ["apply: tuning-read-only tuning-absent, nothing under way"],
        Run(Tune("apply", "net.core.rmem_max=1", "net.ipv4.nothing=1")));

    [Fact]
    [Trait("Category", "Slow")]
    public void Tuning_that_cuts_the_network_goes_back_by_itself_after_the_process_was_killed() => Assert.Equal(
        ["reached", "apply: done, Waiting", "cut off", "watched", "reached", "recover: done, nothing under way"],
        Run($"ip link set lo up; {Tune("reach")}; {Tune("apply", "net.ipv6.conf.lo.disable_ipv6=1")}; {Tune("reach")}; {Tune("watch")}; {Tune("reach")}; {Tune("recover")}"));

    [Fact]
    [Trait("Category", "Slow")]
    public void Wrong_wall_clock_changes_nothing() => Assert.Equal(
        ["apply: done, Waiting", "recover: done, Waiting", "777"],
        Run($"{Tune("apply", "net.core.somaxconn=777")}; faketime '+3 years' {Tune("recover")}; cat {Net}/core/somaxconn"));

    private string[] Run(string script)
    {
        var result = Tool.Try("unshare", ["-n", "sh", "-c", script], environment: new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0", ["DOTNET_TieredPGO"] = "0" });
        Assert.True(result.Errors.Length == 0, result.Errors);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private string Tune(params string[] words) =>
        $"dotnet {typeof(TuningKernelTests).Assembly.Location} tuning-kernel {_directory["root"]} {_directory["state"]} {string.Join(' ', words)}";
}
