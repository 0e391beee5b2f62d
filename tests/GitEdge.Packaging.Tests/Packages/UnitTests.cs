namespace GitEdge.Packaging.Tests.Packages;

/// <summary>The units, as systemd itself judges them.</summary>
public sealed class UnitTests
{
    private static readonly string s_units = Repository.File("packaging", "systemd");

    [Theory]
    [InlineData("gitedge-agent.service", 13)]
    [InlineData("gitedge-inference.service", 12)]
    [InlineData("gitedge-helper.service", 14)]
    [InlineData("gitedge-boot.service", 14)]
    public void Unit_is_exposed_no_more_than_it_must_be(string unit, int tenths)
    {
        var judged = Tool.Try("systemd-analyze", ["security", "--offline=true", $"--threshold={tenths}", "--no-pager", Path.Combine(s_units, unit)]);

        Assert.True(judged.ExitCode == 0, judged.Output + judged.Errors);
    }

    [Theory]
    [InlineData("gitedge-agent.service")]
    [InlineData("gitedge-inference.service")]
    [InlineData("gitedge-helper.service")]
    [InlineData("gitedge-boot.service")]
    public void Unit_allows_a_jit_and_gives_no_capabilities(string unit)
    {
        var lines = File.ReadAllLines(Path.Combine(s_units, unit));

        Assert.DoesNotContain(lines, line => line.StartsWith("MemoryDenyWriteExecute=", StringComparison.Ordinal));
        Assert.Contains("CapabilityBoundingSet=", lines);
        Assert.Contains("NoNewPrivileges=yes", lines);
        Assert.Contains(lines, line => line.Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gitedge-agent.service")]
    [InlineData("gitedge-inference.service")]
    public void Service_says_when_it_is_ready_and_is_watched(string unit)
    {
        var lines = File.ReadAllLines(Path.Combine(s_units, unit));

        Assert.Contains("Type=notify", lines);
        Assert.Contains("WatchdogSec=60", lines);
        Assert.Contains("Restart=always", lines);
        Assert.Contains("StartLimitIntervalSec=0", lines);
    }

    [Theory]
    [InlineData("gitedge-helper.service")]
    [InlineData("gitedge-boot.service")]
    public void Helper_starts_nothing_that_a_device_without_containers_does_not_need(string unit) =>
        Assert.DoesNotContain(File.ReadLines(Path.Combine(s_units, unit)), line => !line.StartsWith('#') && line.Contains("podman", StringComparison.Ordinal));

    [Fact]
    public void Boot_check_runs_in_the_sandbox_of_the_helper()
    {
        Assert.Equal(Sandbox("gitedge-helper.service"), Sandbox("gitedge-boot.service"));

        static IReadOnlyList<string> Sandbox(string unit) =>
            [.. File.ReadLines(Path.Combine(s_units, unit)).SkipWhile(line => line != "CapabilityBoundingSet=").TakeWhile(line => line.Length > 0)];
    }

    [Fact]
    public void Packages_declare_what_they_share_word_for_word()
    {
        Assert.Equal(Lines("sysusers.d", "gitedge.conf"), Lines("sysusers.d", "gitedge-inference.conf"));
        Assert.Subset(Lines("tmpfiles.d", "gitedge.conf"), Lines("tmpfiles.d", "gitedge-inference.conf"));

        static HashSet<string> Lines(string folder, string file) =>
            [.. File.ReadLines(Repository.File("packaging", folder, file)).Where(line => !line.StartsWith('#'))];
    }
}
