using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli;
using GitEdge.Agent.Manifests;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>Releases that several people sign, with the real git and ssh-keygen.</summary>
public sealed class CosignTests
{
    [Fact]
    public void Release_says_who_is_missing_and_a_second_person_completes_it()
    {
        using var fleet = TrustFleet.ToRelease();

        var released = fleet.Folder.Release();
        Assert.Equal((0, ""), (released.ExitCode, released.Errors));
        Assert.Contains("signed: rollout/stable/1: 1 of 2 (anna); 1 more of ben, carl", released.Output, StringComparison.Ordinal);
        Assert.Contains("gitedge release stable 1 --cosign", released.Output, StringComparison.Ordinal);
        Assert.Equal("threshold-not-met", Verdict(fleet));

        var cosigned = fleet.Ok("release", "stable", "--cosign", "--key", fleet.Key("ben"));

        Assert.Contains("rollout/stable/1: 2 of 2 (anna, ben)", cosigned, StringComparison.Ordinal);
        Assert.Contains("git push origin refs/tags/cosign/stable/1/ben", cosigned, StringComparison.Ordinal);
        Assert.Equal("ok", Verdict(fleet));
        var tag = fleet.Folder.Git("cat-file", "tag", "cosign/stable/1/ben");
        var trailer = fleet.Folder.Git("cat-file", "tag", "rollout/stable/1").Split('\n').Single(line => line.StartsWith("GitEdge-Lock-SHA256: ", StringComparison.Ordinal));
        Assert.Contains($"\n\nCo-sign stable 1\n\n{trailer}\n-----BEGIN SSH SIGNATURE-----\n", tag, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_person_is_shown_which_files_change()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        Assert.Contains("  no release that enough have signed is here: every file is new to you\n    + ", fleet.Ok("release", "stable", "--cosign", "--key", fleet.Key("ben")), StringComparison.Ordinal);
        fleet.Folder.Edit("profiles/base.yaml", "soak: 2m", "soak: 3m");
        File.Copy(System.IO.Path.Combine(fleet.Path, "devices/cam-1.yaml"), System.IO.Path.Combine(fleet.Path, "devices/cam-2.yaml"));
        fleet.Folder.Edit("devices/cam-2.yaml", "name: cam-1", "name: cam-2");
        fleet.Folder.Commit();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.Folder.Git("rm", "-q", "devices/cam-2.yaml");
        fleet.Folder.Commit();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);

        var second = fleet.Ok("release", "stable", "2", "--cosign", "--key", fleet.Key("ben"));
        var third = fleet.Ok("release", "stable", "--cosign", "--key", fleet.Key("ben"));

        Assert.Contains("  changed since rollout/stable/1:\n    + devices/cam-2.yaml\n    ~ profiles/base.yaml\n    ~ rollouts/stable.yaml\nsign it as ben", second, StringComparison.Ordinal);
        Assert.Contains("  changed since rollout/stable/2:\n    ~ rollouts/stable.yaml\n    - devices/cam-2.yaml\nsign it as ben", third, StringComparison.Ordinal);
    }

    [Fact]
    public void Release_that_one_alone_signed_is_nothing_to_compare_with()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.Folder.Edit("profiles/base.yaml", "soak: 2m", "soak: 3m");
        fleet.Folder.Commit();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);

        var output = fleet.Ok("release", "stable", "2", "--cosign", "--key", fleet.Key("ben"));

        Assert.Contains("  no release that enough have signed is here: every file is new to you\n", output, StringComparison.Ordinal);
        Assert.Contains("\n    + fleet.yaml\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_signs_twice_and_nobody_without_the_role()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.MakeKey("stranger");

        Assert.Contains("anna has signed rollout/stable/1 already", fleet.Ok("release", "stable", "1", "--cosign"), StringComparison.Ordinal);
        fleet.Refused("key-without-role", "release", "stable", "--cosign", "--key", fleet.Key("stranger"));
        fleet.Refused("release-not-found", "release", "stable", "7", "--cosign");
        fleet.Refused("unknown-channel", "release", "beta", "--cosign");
        Assert.Equal((int)ExitCode.Usage, fleet.Run("release", "stable", "1").ExitCode);
        Assert.Equal((int)ExitCode.Usage, fleet.Run("release", "stable", "--cosign", "--key", fleet.Key("anna"), "--key", fleet.Key("ben")).ExitCode);
    }

    [Fact]
    public void Release_by_somebody_without_the_role_is_refused_and_leaves_no_tag()
    {
        using var fleet = TrustFleet.ToRelease();
        fleet.MakeKey("stranger");
        fleet.Use("stranger");

        var result = fleet.Folder.Release();

        Assert.Contains("error: unknown-signer: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal("", fleet.Folder.Git("tag"));
    }

    [Theory]
    [InlineData("other commit", "lock-digest-mismatch")]
    [InlineData("lock changed", "lock-digest-mismatch")]
    [InlineData("unsigned", "unsigned-tag")]
    [InlineData("held", "held")]
    [InlineData("recalled", "recalled")]
    public void What_does_not_hold_is_not_co_signed(string fault, string code)
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        Break(fleet, fault);

        var result = fleet.Refused(code, "release", "stable", "1", "--cosign", "--key", fleet.Key("ben"));

        Assert.Equal((int)ExitCode.Rejected, result.ExitCode);
    }

    [Fact]
    public void Tag_in_the_way_that_does_not_count_is_named()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.Folder.Git("tag", "-a", "-m", "no signature", "cosign/stable/1/ben", "rollout/stable/1^{commit}");

        Assert.Contains("git tag -d cosign/stable/1/ben", fleet.Refused("cosignature-exists", "release", "stable", "--cosign", "--key", fleet.Key("ben")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_that_git_cannot_sign_with_leaves_no_tag()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        File.Delete(fleet.Key("ben"));

        fleet.Refused("signing-failed", "release", "stable", "--cosign", "--key", fleet.Key("ben") + ".pub");
    }

    private static void Break(TrustFleet fleet, string fault)
    {
        var message = fleet.Folder.Git("tag", "-l", "--format=%(contents:subject)%0a%0a%(contents:body)", "rollout/stable/1");
        switch (fault)
        {
            case "other commit":
                fleet.Folder.Edit("GITEDGE.lock", "  fleet.yaml", "  fleet.yaml2");
                fleet.Folder.Commit();
                fleet.Folder.Git("tag", "-f", "-s", "-m", message, "rollout/stable/1", "HEAD");
                break;
            case "lock changed":
                fleet.Folder.Git("tag", "-f", "-s", "-m", $"x\n\nGitEdge-Lock-SHA256: {new string('a', 64)}", "rollout/stable/1", "HEAD");
                break;
            case "unsigned":
                fleet.Folder.Git("tag", "-f", "-a", "-m", message, "rollout/stable/1", "HEAD");
                break;
            case "held":
                fleet.Ok("hold", "stable", "--reason", "not now", "--key", fleet.Key("carl"));
                break;
            default:
                fleet.Ok("recall", "stable", "1", "--epoch", "1", "--reason", "bad", "--key", fleet.Key("carl"));
                break;
        }
    }

    /// <summary>What a device says that follows the channel.</summary>
    private static string Verdict(TrustFleet fleet)
    {
        var session = MetaSession.ToRead(new GitEdge.Agent.Authoring.GitCli(fleet.Path));
        var policy = fleet.Device().View.PolicyFor("stable", new(DateTimeOffset.UtcNow, IsSynchronised: true))!;
        var tags = ChannelTags.ReadAsync(session.Git, "stable", 1, CancellationToken.None).Result;
        var check = new ReleaseCheck(session.Git, ManifestReader.ReadFleet, session.Ed25519)
            .VerifyAsync(tags.Releases[0].Tag, tags.Of(tags.Releases[0].Name), policy, DateTimeOffset.UtcNow, CancellationToken.None).Result;
        return check.Try(out _, out var refusal) ? "ok" : refusal!.Code!;
    }
}
