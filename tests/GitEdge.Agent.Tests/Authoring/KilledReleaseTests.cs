using System.Globalization;
using GitEdge.Agent.Cli;

namespace GitEdge.Agent.Tests.Authoring;

/// <summary>A release run is killed at each of its git commands in turn, and run again.</summary>
public sealed class KilledReleaseTests
{
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    [Trait("Category", "Slow")]
    public void Killed_at_any_git_command_the_next_run_ends_with_exactly_one_release(string when)
    {
        var killed = 0;
        for (var at = 1; ; at++)
        {
            using var fleet = FleetFolder.WithCommit();
            var first = RunKilled(fleet, at, when);
            if (first.ExitCode == 0)
                break;
            killed++;
            AssertHarmless(fleet);

            var second = fleet.Release();

            Assert.True(second.ExitCode == 0, $"killed {when} {at}: {second.Errors}");
            AssertReleasedOnce(fleet, $"killed {when} {at}");
        }
        Assert.True(killed >= 20, $"{killed} kills");
    }

    [Theory]
    [InlineData("old files", "")]
    [InlineData("new lock only", "GITEDGE.lock")]
    [InlineData("both new", "GITEDGE.lock rollouts/stable.yaml")]
    public void Killed_while_the_branch_moves_the_next_run_finishes(string name, string written)
    {
        using var fleet = FleetFolder.WithCommit();
        Assert.Equal(0, fleet.Release().ExitCode);
        fleet.Git("reset", "-q", "--hard", "HEAD~1");
        foreach (var path in written.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            fleet.Write(path, fleet.Git("show", $"rollout/stable/1:{path}") + "\n");

        var result = fleet.Release();

        Assert.StartsWith("rollout/stable/1 is released: an earlier run", result.Output, StringComparison.Ordinal);
        AssertReleasedOnce(fleet, name);
    }

    [Fact]
    public void Finishing_never_overwrites_work_of_the_user()
    {
        using var fleet = FleetFolder.WithCommit();
        Assert.Equal(0, fleet.Release().ExitCode);
        fleet.Git("reset", "-q", "--hard", "HEAD~1");
        fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: 9m");

        var result = fleet.Release();

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.Contains("profiles/base.yaml has changes of its own", result.Errors, StringComparison.Ordinal);
        Assert.Contains("soak: 9m", fleet.Read("profiles/base.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Unsigned_tag_is_never_taken_for_a_release_to_finish()
    {
        using var fleet = FleetFolder.WithCommit();
        Assert.Equal(0, fleet.Release().ExitCode);
        fleet.Git("tag", "-f", "-a", "-m", "no", "rollout/stable/1", "rollout/stable/1^{commit}");
        fleet.Git("reset", "-q", "--hard", "HEAD~1");

        var result = fleet.Release();

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.Contains("git tag -d rollout/stable/1", result.Errors, StringComparison.Ordinal);
    }

    private static ToolResult RunKilled(FleetFolder fleet, int at, string when)
    {
        var folder = Directory.CreateDirectory(fleet.TempPath("bin")).FullName;
        var wrapper = Path.Combine(folder, "git");
        File.WriteAllText(wrapper, KillingGit.Script);
        Tool.Run("chmod", ["+x", wrapper]);
        var path = Environment.GetEnvironmentVariable("PATH")!;
        return Tool.Try(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), "release", "stable", "-C", fleet.Path],
            environment: new Dictionary<string, string>
            {
                ["PATH"] = $"{folder}:{path}",
                ["GIT_PATH"] = path,
                ["GIT_COUNT"] = fleet.TempPath("count"),
                ["KILL_AT"] = at.ToString(CultureInfo.InvariantCulture),
                ["KILL_WHEN"] = when,
            }
        );
    }

    // Whatever the moment, a reader sees the state before the release or a tag that is whole.
    private static void AssertHarmless(FleetFolder fleet)
    {
        if (fleet.Git("tag").Length > 0)
            fleet.Git("-c", "gpg.ssh.allowedSignersFile=allowed_signers", "verify-tag", "rollout/stable/1");
        else
            Assert.Equal("", fleet.Git("status", "--porcelain"));
    }

    private static void AssertReleasedOnce(FleetFolder fleet, string context)
    {
        Assert.Equal("rollout/stable/1", fleet.Git("tag"));
        Assert.Equal("2", fleet.Git("rev-list", "--count", "HEAD"));
        Assert.True(fleet.Git("rev-parse", "HEAD") == fleet.Git("rev-parse", "rollout/stable/1^{commit}"), context);
        Assert.True(fleet.Git("status", "--porcelain").Length == 0, context);
        Assert.Contains("counter: 1 ", fleet.Read("rollouts/stable.yaml"), StringComparison.Ordinal);
        Tool.Run("sha256sum", ["--check", "--strict", "--quiet", "GITEDGE.lock"], fleet.Path);
    }
}
