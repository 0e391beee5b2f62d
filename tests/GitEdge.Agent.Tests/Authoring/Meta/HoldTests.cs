using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>Holds and recalls, as devices see them that knew the one before and that know none.</summary>
public sealed class HoldTests
{
    [Fact]
    public void One_person_stops_and_lifting_waits_for_the_release_threshold()
    {
        using var fleet = TrustFleet.OfThree();

        Assert.Contains("  + hold of stable, all of it: crashes\n", fleet.Folder.GitEdge("hold", "stable", "--reason", "crashes", "--key", fleet.Key("carl"), "-C", fleet.Path).Output, StringComparison.Ordinal);
        Assert.Contains("hold document 1 is in force", fleet.Ok("hold", "stable", "--reason", "crashes", "--key", fleet.Key("carl")), StringComparison.Ordinal);
        var held = fleet.Device().View;
        Assert.Equal("crashes", held.Hold!.Document.FindHold("stable", 1, 1)!.Reason);

        var half = fleet.Ok("resume", "stable", "--key", fleet.Key("anna"));
        Assert.Contains("hold document 2 waits for signatures; until then what was on hold stays so", half, StringComparison.Ordinal);
        Assert.Contains("release of stable: 1 of 2 (anna); 1 more of ben, carl", half, StringComparison.Ordinal);
        Assert.NotNull(fleet.Device(held).View.Hold!.Document.FindHold("stable", 1, 1));
        Assert.NotNull(fleet.Device().View.Hold!.Document.FindHold("stable", 1, 1));
        Assert.Contains("hold document 2 waits for signatures", fleet.Folder.GitEdge("keys", "list", "-C", fleet.Path).Output, StringComparison.Ordinal);

        Assert.Contains("hold document 2 is in force", fleet.Ok("resume", "--cosign", "--key", fleet.Key("ben")), StringComparison.Ordinal);

        foreach (var device in new[] { fleet.Device(held), fleet.Device() })
        {
            Assert.Empty(device.Findings);
            Assert.Equal(2, device.View.Hold!.Document.Version);
            Assert.Null(device.View.Hold.Document.FindHold("stable", 1, 1));
        }
        Assert.DoesNotContain(fleet.Files, path => path.StartsWith("hold.next", StringComparison.Ordinal));
        Assert.Equal(2, fleet.Files.Count(path => path.StartsWith("hold.signatures/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hold_from_a_number_and_recall_name_the_epoch_of_the_release()
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        fleet.Folder.Edit("rollouts/stable.yaml", "epoch: 1", "epoch: 4");
        fleet.Folder.Commit();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);

        fleet.Ok("hold", "stable", "--from", "9", "--reason", "new driver");
        fleet.Ok("recall", "stable", "1", "--reason", "wrong answers");

        var hold = fleet.Device().View.Hold!.Document;
        Assert.Equal((2L, new HoldEntry("stable", 4, 9, "new driver"), new RecallEntry("stable", 4, 1, "wrong answers")), (hold.Version, Assert.Single(hold.Holds), Assert.Single(hold.Recalls)));
        fleet.Refused("nothing-to-change", "recall", "stable", "1", "--reason", "again");
        fleet.Refused("nothing-to-change", "hold", "stable", "--from", "12", "--reason", "narrower");
        fleet.Refused("nothing-to-change", "resume", "stable", "--recall", "2");
        Assert.Contains("in force", fleet.Ok("resume", "stable", "--recall", "1"), StringComparison.Ordinal);
        Assert.Contains("in force", fleet.Ok("resume", "stable"), StringComparison.Ordinal);
        Assert.Empty(fleet.Device().View.Hold!.Document.Holds);
    }

    [Fact]
    public void Release_whose_tag_is_not_here_is_recalled_by_its_epoch_alone()
    {
        using var fleet = new TrustFleet();
        fleet.Ok("keys", "init");
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.Folder.Git("tag", "-d", "rollout/stable/1");
        fleet.Folder.Edit("rollouts/stable.yaml", "epoch: 1", "epoch: 4");
        fleet.Folder.Commit();

        // What is checked out says 4 by now, and no device that runs 1/1 would leave it for a recall of 4/1.
        fleet.Refused("release-not-found", "recall", "stable", "1", "--reason", "wrong answers");
        fleet.Ok("recall", "stable", "1", "--epoch", "1", "--reason", "wrong answers");
        fleet.Ok("hold", "stable", "--from", "2", "--reason", "until we know");

        var hold = fleet.Device().View.Hold!.Document;
        Assert.Equal((new RecallEntry("stable", 1, 1, "wrong answers"), new HoldEntry("stable", 4, 2, "until we know")), (Assert.Single(hold.Recalls), Assert.Single(hold.Holds)));
    }

    [Fact]
    public void Epoch_of_a_tag_that_does_not_count_is_not_taken_for_the_release_s()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);
        fleet.Folder.Edit("rollouts/stable.yaml", "epoch: 1", "epoch: 9");
        fleet.Folder.Commit();
        // Whoever can push can lay a tag there.
        fleet.Folder.Git("tag", "-f", "-a", "-m", "planted", "rollout/stable/1", "HEAD");

        var planted = fleet.Refused("unsigned-tag", "recall", "stable", "1", "--reason", "bad", "--key", fleet.Key("carl"));
        Assert.Contains("tag rollout/stable/1 says epoch 9, and its signature does not count", planted.Errors, StringComparison.Ordinal);
        fleet.Refused("unsigned-tag", "hold", "stable", "--from", "1", "--reason", "bad", "--key", fleet.Key("carl"));
        fleet.Ok("recall", "stable", "1", "--epoch", "1", "--reason", "bad", "--key", fleet.Key("carl"));

        Assert.Equal(new RecallEntry("stable", 1, 1, "bad"), Assert.Single(fleet.Device().View.Hold!.Document.Recalls));
    }

    [Fact]
    public void Epoch_of_a_tag_that_too_few_have_signed_is_not_taken_for_the_release_s()
    {
        using var fleet = TrustFleet.ToRelease();
        Assert.Equal(0, fleet.Folder.Release().ExitCode);

        // Two must sign: one alone could name any epoch.
        var few = fleet.Refused("threshold-not-met", "recall", "stable", "1", "--reason", "bad", "--key", fleet.Key("carl"));
        Assert.DoesNotContain("--epoch 1", few.Errors, StringComparison.Ordinal);
        fleet.Use("ben");
        fleet.Ok("release", "stable", "--cosign");
        fleet.Ok("recall", "stable", "1", "--reason", "bad", "--key", fleet.Key("carl"));

        Assert.Equal(new RecallEntry("stable", 1, 1, "bad"), Assert.Single(fleet.Device().View.Hold!.Document.Recalls));
    }

    [Fact]
    public async Task What_somebody_else_put_there_is_not_gone_on_from()
    {
        using var fleet = TrustFleet.OfThree();
        await PlantAsync(fleet, new HoldDocument { RepoId = fleet.State().Trust!.RepoId, Version = 7, Created = fleet.State().Trust!.Created, Recalls = [new RecallEntry("stable", 1, 1, "planted")] });

        Assert.Contains("git revert", fleet.Refused("signed-by-nobody", "hold", "--cosign", "--key", fleet.Key("carl")).Errors, StringComparison.Ordinal);
        var output = fleet.Ok("hold", "stable", "--reason", "smoke", "--key", fleet.Key("carl"));

        Assert.Contains("somebody else put it there; nothing of it is gone on from", output, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", output, StringComparison.Ordinal);
        Assert.Equal((1L, "smoke"), (fleet.Device().View.Hold!.Document.Version, fleet.Device().View.Hold!.Document.Holds[0].Reason));
    }

    [Theory]
    [InlineData("another version", "somebody else put it there; gone on from is version 1 of commit ")]
    [InlineData("gone", "hold.json is gone from the branch; gone on from is version 1 of commit ")]
    [InlineData("old side of a merge", "hold.json is gone from the branch; gone on from is version 1 of commit ")]
    public async Task Hold_that_somebody_without_the_role_dropped_stays_in_what_is_signed_next(string how, string told)
    {
        using var fleet = TrustFleet.OfThree();
        var before = fleet.Head;
        fleet.Ok("hold", "stable", "--reason", "crashes", "--key", fleet.Key("carl"));
        var held = fleet.Device().View;
        if (how == "old side of a merge")
            fleet.Folder.Git("update-ref", "refs/heads/gitedge-meta", fleet.Folder.Git("commit-tree", "-p", before, "-p", fleet.Head, "-m", "merge", $"{before}^{{tree}}"));
        else
            await PlantAsync(fleet, how == "gone" ? null : held.Hold!.Document with { Version = 6, Holds = [] });

        Assert.Contains(told, fleet.Refused("signed-by-nobody", "hold", "--cosign", "--key", fleet.Key("anna")).Errors, StringComparison.Ordinal);
        var output = fleet.Ok("recall", "stable", "1", "--epoch", "1", "--reason", "bad", "--key", fleet.Key("anna"));

        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.Contains("\n  = hold of stable, all of it: crashes\n", output, StringComparison.Ordinal);
        foreach (var device in new[] { fleet.Device(held), fleet.Device() })
        {
            Assert.Empty(device.Findings);
            Assert.Equal((2L, "crashes"), (device.View.Hold!.Document.Version, Assert.Single(device.View.Hold.Document.Holds).Reason));
        }
    }

    [Fact]
    public async Task Version_that_waits_and_drops_a_hold_says_so_though_hold_json_is_gone()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--reason", "crashes", "--key", fleet.Key("carl"));
        var planted = fleet.Device().View.Hold!.Document with { Version = 2, Holds = [] };
        await PlantAsync(fleet, null);
        await PlantAsync(fleet, planted, "hold.next.json");

        var output = fleet.Ok("hold", "--cosign", "--key", fleet.Key("anna"));

        Assert.Contains("\n  - hold of stable, all of it: crashes\n", output, StringComparison.Ordinal);
        Assert.Contains("hold document 2 waits for signatures", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_lost_the_role_drops_no_hold_by_itself()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--reason", "crashes", "--key", fleet.Key("carl"));
        var dropped = TrustWriter.Write(fleet.Device().View.Hold!.Document with { Version = 2, Holds = [] });
        fleet.Ok("keys", "revoke", fleet.Fingerprint("ben"), "--reason", "stolen", "--key", fleet.Key("anna"), "--key", fleet.Key("carl"));
        var signature = await fleet.Session().Keygen.SignAsync(new SignKey(fleet.Key("ben"), IsPath: true), TrustNamespaces.Hold, dropped, CancellationToken.None);
        Assert.True(signature.Try(out var armour, out _));
        await WriteAsync(fleet, new(StringComparer.Ordinal) { ["hold.json"] = dropped, ["hold.signatures/ben.sig"] = armour });

        var output = fleet.Ok("recall", "stable", "1", "--epoch", "1", "--reason", "bad", "--key", fleet.Key("anna"));

        Assert.Contains("\n  = hold of stable, all of it: crashes\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Hold_while_a_lift_waits_gives_the_lift_up_and_says_so()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--from", "5", "--reason", "first", "--key", fleet.Key("carl"));
        fleet.Ok("resume", "stable", "--key", fleet.Key("anna"));

        var output = fleet.Ok("hold", "stable", "--reason", "all of it", "--key", fleet.Key("ben"));

        Assert.Contains("version 2 was waiting with 1 signatures; they are dropped", output, StringComparison.Ordinal);
        Assert.Equal((2L, "all of it"), (fleet.Device().View.Hold!.Document.Version, fleet.Device().View.Hold!.Document.Holds[0].Reason));
        Assert.Null(fleet.State().NextHold);
    }

    [Fact]
    public void Hold_whose_signer_lost_the_key_is_signed_again_by_another()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--reason", "crashes", "--key", fleet.Key("ben"));
        var revoked = fleet.Ok("keys", "revoke", fleet.Fingerprint("ben"), "--reason", "stolen", "--key", fleet.Key("anna"), "--key", fleet.Key("carl"));
        Assert.Contains("  not believed by this: hold-threshold: ", revoked, StringComparison.Ordinal);
        Assert.Contains("gitedge hold --cosign", revoked, StringComparison.Ordinal);
        Assert.Contains("gitedge release stable --again", revoked, StringComparison.Ordinal);
        Assert.Contains(fleet.Device().Findings, finding => finding.Reason is RejectionReason.HoldThreshold);

        fleet.Ok("hold", "--cosign", "--key", fleet.Key("anna"));

        Assert.Empty(fleet.Device().Findings);
        Assert.Equal(1, fleet.Device().View.Hold!.Document.Version);
    }

    [Fact]
    public void Device_that_slept_through_a_lift_takes_the_next_hold_by_itself()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--from", "5", "--reason", "first", "--key", fleet.Key("carl"));
        var asleep = fleet.Device().View;
        fleet.Ok("resume", "stable", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));
        fleet.Ok("hold", "stable", "--from", "9", "--reason", "second", "--key", fleet.Key("carl"));
        Assert.Contains("lift/stable.json", fleet.Files);

        var awake = fleet.Device(asleep, "stable");

        Assert.Empty(awake.Findings);
        Assert.Equal("second", Assert.Single(awake.View.Hold!.Document.Holds).Reason);
    }

    [Fact]
    public void Device_that_slept_through_a_lift_whose_signer_lost_the_key_waits_for_those_who_release_now()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("hold", "stable", "--from", "5", "--reason", "first", "--key", fleet.Key("carl"));
        var asleep = fleet.Device().View;
        fleet.Ok("resume", "stable", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));
        fleet.Ok("keys", "revoke", fleet.Fingerprint("ben"), "--reason", "stolen", "--key", fleet.Key("anna"), "--key", fleet.Key("carl"));
        fleet.Ok("hold", "stable", "--from", "9", "--reason", "second", "--key", fleet.Key("carl"));
        Assert.Contains(fleet.Device(asleep, "stable").Findings, finding => finding.Reason is RejectionReason.HoldLiftThreshold);

        fleet.Ok("hold", "--cosign", "--key", fleet.Key("anna"));
        fleet.Ok("recall", "stable", "3", "--epoch", "1", "--reason", "third", "--key", fleet.Key("carl"));

        // Not the newest is signed by them, but the one that was laid aside.
        var awake = fleet.Device(asleep, "stable");
        Assert.Empty(awake.Findings);
        Assert.Equal(("second", "third"), (Assert.Single(awake.View.Hold!.Document.Holds).Reason, Assert.Single(awake.View.Hold.Document.Recalls).Reason));
    }

    [Fact]
    public void Hold_needs_the_role_and_a_channel_that_is_there()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.MakeKey("stranger");

        fleet.Refused("key-without-role", "hold", "stable", "--reason", "x", "--key", fleet.Key("stranger"));
        fleet.Refused("unknown-channel", "hold", "beta", "--reason", "x", "--key", fleet.Key("anna"));
        fleet.Refused("nothing-pending", "resume", "--cosign", "--key", fleet.Key("anna"));
        Assert.Equal(2, fleet.Run("hold", "stable").ExitCode);
        Assert.Equal(2, fleet.Run("resume").ExitCode);
    }

    private static Task PlantAsync(TrustFleet fleet, HoldDocument? document, string path = "hold.json") =>
        WriteAsync(fleet, new(StringComparer.Ordinal) { [path] = document is null ? null : TrustWriter.Write(document) });

    /// <summary>As somebody does who can push.</summary>
    private static async Task WriteAsync(TrustFleet fleet, Dictionary<string, byte[]?> changes) =>
        Assert.Null(await fleet.Session().Branch.WriteAsync(fleet.State().Snapshot, changes, "planted", CancellationToken.None));
}
