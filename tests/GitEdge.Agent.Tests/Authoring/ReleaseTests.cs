using System.Text;
using GitEdge.Agent.Cli;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Authoring;

public sealed class ReleaseTests
{
    [Fact]
    public void Release_is_a_signed_tag_whose_trailer_names_the_lock_of_every_file()
    {
        using var fleet = FleetFolder.WithCommit();
        fleet.Write("golden/vad/test_data_set_0/input_0.pb", "in");
        fleet.Write("containers/a.container", "[Container]\n");
        fleet.Write("README.md", "not locked");
        fleet.Commit();

        var result = fleet.Release("-m", "First words\n# not a comment");

        Assert.Equal(new ToolResult((int)ExitCode.Ok, "released rollout/stable/1\nDevices see it after: git push --atomic origin refs/heads/main refs/tags/rollout/stable/1\n", ""), result);
        Assert.Equal("", fleet.Git("status", "--porcelain"));
        Assert.Equal(fleet.Git("rev-parse", "HEAD"), fleet.Git("rev-parse", "rollout/stable/1^{commit}"));
        Assert.Equal("tag", fleet.Git("cat-file", "-t", "rollout/stable/1"));
        var tag = fleet.Git("cat-file", "tag", "rollout/stable/1");
        var trailer = $"GitEdge-Lock-SHA256: {Sha256Digest.Of(Encoding.UTF8.GetBytes(fleet.Read("GITEDGE.lock"))).Hex}";
        Assert.Contains($"\n\nRelease stable 1\n\nFirst words\n# not a comment\n\n{trailer}\n-----BEGIN SSH SIGNATURE-----\n", tag, StringComparison.Ordinal);
        fleet.Git("-c", "gpg.ssh.allowedSignersFile=allowed_signers", "verify-tag", "rollout/stable/1");
        Tool.Run("sha256sum", ["--check", "--strict", "--quiet", "GITEDGE.lock"], fleet.Path);
        Assert.Equal(
            ["containers/a.container", "devices/cam-1.yaml", "fleet.yaml", "golden/vad/test_data_set_0/input_0.pb", "profiles/base.yaml", "rollouts/stable.yaml"],
            fleet.Read("GITEDGE.lock").TrimEnd('\n').Split('\n').Select(line => line[66..]));
    }

    [Fact]
    public void Second_release_counts_on_and_keeps_the_comments()
    {
        using var fleet = FleetFolder.WithCommit();
        Assert.Equal(0, fleet.Release().ExitCode);
        fleet.Edit("rollouts/stable.yaml", "counter: 1 ", "counter:   1 ");
        fleet.Commit();

        Assert.Equal(0, fleet.Release().ExitCode);

        Assert.Contains("counter:   2   # gitedge release raises it\n", fleet.Read("rollouts/stable.yaml"), StringComparison.Ordinal);
        Assert.Equal("rollout/stable/1\nrollout/stable/2", fleet.Git("tag", "--list", "rollout/*"));
    }

    [Fact]
    public void Lifetime_of_the_channel_sets_the_expiry()
    {
        using var fleet = FleetFolder.WithCommit();
        fleet.Edit("fleet.yaml", "# lifetime: 90d ", "lifetime: 90d ");
        fleet.Commit();

        Assert.Equal(0, fleet.Release().ExitCode);
        fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: 3m");
        fleet.Commit();
        Assert.Equal(0, fleet.Release().ExitCode);

        var rollout = ManifestReader.Read(ManifestKinds.Rollout, "r", Encoding.UTF8.GetBytes(fleet.Read("rollouts/stable.yaml"))).Value!;
        Assert.Equal(2, rollout.Counter);
        Assert.Equal(rollout.Created + TimeSpan.FromDays(90), rollout.Expires);
    }

    [Fact]
    public void Dry_run_tells_and_writes_nothing()
    {
        using var fleet = FleetFolder.WithCommit();
        var before = Snapshot(fleet);

        var result = fleet.Release("--dry-run");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("would release rollout/stable/1 on branch main", result.Output, StringComparison.Ordinal);
        Assert.Contains("counter: 1 ", result.Output, StringComparison.Ordinal);
        Assert.Contains("GitEdge-Lock-SHA256: ", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(fleet));
    }

    [Theory]
    [InlineData("dirty", (int)ExitCode.Unavailable, "not committed: profiles/base.yaml")]
    [InlineData("untracked", (int)ExitCode.Unavailable, "not committed: devices/new.yaml")]
    [InlineData("invalid", (int)ExitCode.Rejected, "profiles/base.yaml:9:3: error: spec has no field 'modells'; fix: did you mean 'models'?")]
    [InlineData("no key", (int)ExitCode.Unavailable, "devices verify SSH signatures")]
    [InlineData("no signingkey", (int)ExitCode.Unavailable, "Git has no signing key")]
    [InlineData("lost key", (int)ExitCode.Unavailable, "its own words stand above")] // Git 2.39 makes a tag without a signature, later ones none.
    [InlineData("stranger", (int)ExitCode.Unavailable, "your key is not one of allowed_signers")]
    [InlineData("detached", (int)ExitCode.Unavailable, "no branch is checked out")]
    [InlineData("behind", (int)ExitCode.Unavailable, "tag rollout/stable/7 exists")]
    [InlineData("expired", (int)ExitCode.Rejected, "spec.expires is not after spec.created")]
    [InlineData("executable", (int)ExitCode.Rejected, "the file is executable")]
    [InlineData("symlink", (int)ExitCode.Rejected, "a symbolic link cannot be part of a release")]
    [InlineData("lfs", (int)ExitCode.Rejected, "pointer to Git LFS")]
    [InlineData("registry", (int)ExitCode.Unavailable, "device 'cam-1' would refuse the release: model 'a'")]
    public void What_a_device_could_not_take_is_refused_and_nothing_is_written(string fault, int code, string what)
    {
        using var fleet = FleetFolder.WithCommit();
        Break(fleet, fault);
        var before = Snapshot(fleet);

        var result = fleet.Release();

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(what, result.Errors, StringComparison.Ordinal);
        Assert.Contains("fix: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(fleet));
    }

    [Theory]
    [InlineData("GitEdge-Lock-SHA256: 00")]
    [InlineData("-----BEGIN SSH SIGNATURE-----")]
    [InlineData("a\u0007b")]
    public void Message_that_could_pass_for_a_signature_is_refused(string message)
    {
        using var fleet = FleetFolder.WithCommit();

        Assert.Equal((int)ExitCode.Unavailable, fleet.Release("-m", message).ExitCode);
        Assert.Equal("", fleet.Git("tag"));
    }

    [Fact]
    public void Unknown_channel_is_refused_with_those_that_are_known()
    {
        using var fleet = FleetFolder.WithCommit();

        var result = fleet.GitEdge("release", "stabel", "-C", fleet.Path);

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.Contains("the fleet has no channel 'stabel'; fix: use one of: stable", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Unchanged_content_gets_a_new_number_only_when_asked()
    {
        using var fleet = FleetFolder.WithCommit();
        Assert.Equal(0, fleet.Release().ExitCode);

        var result = fleet.Release();

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("rollout/stable/1 is released: nothing has changed since", result.Output, StringComparison.Ordinal);
        Assert.Equal("rollout/stable/1", fleet.Git("tag"));
        Assert.StartsWith("released rollout/stable/2\n", fleet.Release("--again").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_in_an_agent_signs()
    {
        using var fleet = FleetFolder.WithCommit();
        var socket = fleet.TempPath("agent");
        var script = $"""
            eval "$(ssh-agent -a {socket})" >/dev/null
            trap 'kill $SSH_AGENT_PID' EXIT
            ssh-add -q {fleet.TempPath("key")} && rm {fleet.TempPath("key")}
            dotnet {AppContext.BaseDirectory}gitedge.dll release stable -C {fleet.Path}
            """;

        Tool.Run("bash", ["-c", script]);

        fleet.Git("-c", "gpg.ssh.allowedSignersFile=allowed_signers", "verify-tag", "rollout/stable/1");
    }

    private static void Break(FleetFolder fleet, string fault)
    {
        switch (fault)
        {
            case "dirty": fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: 3m"); return;
            case "untracked": fleet.Write("devices/new.yaml", ""); return;
            case "invalid": fleet.Edit("profiles/base.yaml", "  models: []", "  modells: []"); break;
            case "no key": fleet.Git("config", "gpg.format", "openpgp"); return;
            case "no signingkey": fleet.Git("config", "--unset", "user.signingkey"); return;
            case "lost key": File.Delete(fleet.TempPath("key")); return;
            case "stranger": fleet.UseKey("other"); return;
            case "detached": fleet.Git("checkout", "-q", "--detach"); return;
            case "behind": fleet.Git("tag", "rollout/stable/7"); return;
            case "expired": fleet.Edit("rollouts/stable.yaml", fleet.Read("rollouts/stable.yaml").Split('\n')[9], "  created: 2018-01-01T00:00:00Z\n  expires: 2019-01-01T00:00:00Z"); break;
            case "executable": fleet.Git("update-index", "--chmod=+x", "profiles/base.yaml"); Tool.Run("chmod", ["+x", "profiles/base.yaml"], fleet.Path); break;
            case "symlink": File.CreateSymbolicLink(Path.Combine(fleet.Path, "devices/other.yaml"), "cam-1.yaml"); break;
            case "lfs": fleet.Write("golden/x.pb", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"); break;
            case "registry":
                fleet.Edit("profiles/base.yaml", "  models: []", $"  models: [ {{ name: a, source: \"oci://example.org/a\", digest: \"sha256:{new string('0', 64)}\", size: 1 }} ]");
                break;
            default: throw new ArgumentException(fault, nameof(fault));
        }
        fleet.Commit();
    }

    private static string Snapshot(FleetFolder fleet) =>
        fleet.Git("for-each-ref") + fleet.Git("status", "--porcelain", "-uall") + string.Concat(
            Directory.GetFiles(fleet.Path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
}
