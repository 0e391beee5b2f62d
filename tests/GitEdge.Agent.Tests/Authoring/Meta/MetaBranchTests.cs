using System.Globalization;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>How the branch is read and written beside everything that the user has.</summary>
public sealed class MetaBranchTests
{
    [Fact]
    public void Work_tree_index_and_branch_of_the_user_stay_as_they_are()
    {
        using var fleet = new TrustFleet();
        fleet.Folder.Write("half.txt", "staged");
        fleet.Folder.Git("add", "half.txt");
        fleet.Folder.Write("half.txt", "and changed");
        var before = (fleet.Folder.Git("status", "--porcelain=v2", "--branch"), fleet.Folder.Git("ls-files", "-s"));

        fleet.Ok("keys", "init");
        fleet.Ok("keys", "renew", "--expires", "10d");

        Assert.Equal(before, (fleet.Folder.Git("status", "--porcelain=v2", "--branch"), fleet.Folder.Git("ls-files", "-s")));
        Assert.Equal("2", fleet.Folder.Git("rev-list", "--count", "gitedge-meta"));
        Assert.Equal("Trust document 2", fleet.Folder.Git("log", "-1", "--format=%s", "gitedge-meta"));
    }

    [Fact]
    public void Clone_goes_on_from_the_remote_branch_and_neither_behind_nor_beside_it()
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        var (folder, clone) = (fleet.Folder, fleet.Key("clone"));
        folder.Git("clone", "-q", fleet.Path, clone);
        foreach (var setting in new[] { "user.name", "user.email", "gpg.format", "user.signingkey" })
            Tool.Run("git", ["config", setting, folder.Git("config", setting)], clone);
        ToolResult InClone(params string[] more) => folder.GitEdge(["keys", "renew", "-C", clone, "--yes", .. more]);

        Assert.Equal(0, InClone("--expires", "10d").ExitCode);
        fleet.Ok("keys", "renew", "--expires", "20d");
        Tool.Run("git", ["fetch", "-q"], clone);
        var diverged = InClone("--expires", "30d");
        Tool.Run("git", ["update-ref", "refs/heads/gitedge-meta", folder.Git("rev-parse", "gitedge-meta^")], clone);
        var behind = InClone("--expires", "30d");
        Tool.Run("git", ["update-ref", "refs/heads/gitedge-meta", "refs/remotes/origin/gitedge-meta"], clone);

        Assert.Contains("error: meta-behind: branch 'gitedge-meta' and origin/gitedge-meta have gone different ways", diverged.Errors, StringComparison.Ordinal);
        Assert.Contains("error: meta-behind: branch 'gitedge-meta' is behind origin/gitedge-meta", behind.Errors, StringComparison.Ordinal);
        Assert.Contains("git update-ref refs/heads/gitedge-meta refs/remotes/origin/gitedge-meta", behind.Errors, StringComparison.Ordinal);
        Assert.Equal(0, InClone("--expires", "30d").ExitCode);
    }

    [Fact]
    public void Branch_that_is_checked_out_is_not_changed()
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        fleet.Folder.Git("worktree", "add", "-q", fleet.Key("tree"), "gitedge-meta");

        fleet.Refused("meta-checked-out", "keys", "renew", "--expires", "10d");
    }

    [Fact]
    public void Folder_without_repository_is_refused()
    {
        using var folder = new TempDirectory();
        using var fleet = new TrustFleet();

        var result = fleet.Folder.GitEdge("keys", "renew", "-C", folder.Path, "--yes");

        Assert.StartsWith("error: no-repository: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Branch_that_moves_meanwhile_is_not_overwritten()
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        var moved = fleet.Folder.Git("commit-tree", "-p", "gitedge-meta", "-m", "meanwhile", "gitedge-meta^{tree}");
        var folder = Directory.CreateDirectory(fleet.Key("bin")).FullName;
        Install(folder, $"#!/bin/bash\nPATH=\"$GIT_PATH\"\n[ \"$1\" = commit-tree ] && git update-ref refs/heads/gitedge-meta {moved}\nexec git \"$@\"\n");

        var result = RunWith(fleet, folder, "0", "never", "10d");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("error: meta-moved: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(moved, fleet.Head);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    [Trait("Category", "Slow")]
    public void Killed_at_any_git_command_the_branch_is_the_old_or_the_new_one(string when)
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        var status = fleet.Folder.Git("status", "--porcelain=v2", "--branch");
        var folder = Directory.CreateDirectory(fleet.Key("bin")).FullName;
        Install(folder, KillingGit.Script);
        var (killed, version) = (0, 1L);
        for (var at = 1; ; at++)
        {
            File.Delete(fleet.Key("count"));
            var result = RunWith(fleet, folder, at.ToString(CultureInfo.InvariantCulture), when, $"{at}d");

            Assert.Equal(status, fleet.Folder.Git("status", "--porcelain=v2", "--branch"));
            Assert.InRange(fleet.DeviceVersion, version, version + 1);
            version = fleet.DeviceVersion;
            Assert.Null(fleet.State().Next);
            if (result.ExitCode == 0)
                break;
            killed++;
        }
        Assert.True(killed >= 10, $"{killed} kills");
        Assert.Equal(when is "after" ? 3 : 2, version);
    }

    private static void Install(string folder, string script)
    {
        File.WriteAllText(System.IO.Path.Combine(folder, "git"), script);
        Tool.Run("chmod", ["+x", System.IO.Path.Combine(folder, "git")]);
    }

    private static ToolResult RunWith(TrustFleet fleet, string folder, string at, string when, string expires)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        return Tool.Try("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), "keys", "renew", "--expires", expires, "-C", fleet.Path, "--yes"],
            environment: new Dictionary<string, string>
            {
                ["PATH"] = $"{folder}:{path}", ["GIT_PATH"] = path, ["GIT_COUNT"] = fleet.Key("count"), ["KILL_AT"] = at, ["KILL_WHEN"] = when,
            });
    }
}
