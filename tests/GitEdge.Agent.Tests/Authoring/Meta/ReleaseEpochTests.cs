namespace GitEdge.Agent.Tests.Authoring.Meta;

public sealed class ReleaseEpochTests
{
    [Theory]
    [InlineData]
    [InlineData("--dry-run")]
    public void Release_of_an_epoch_that_devices_take_no_more_is_not_signed(params string[] how)
    {
        using var fleet = Raised();

        var refused = fleet.Folder.Release(how);

        Assert.Equal((3, ""), (refused.ExitCode, fleet.Folder.Git("tag")));
        Assert.Contains("error: epoch-below-trust: rollouts/stable.yaml says epoch 1, and trust document 2 has devices take none below 2", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("set 'epoch: 2' in it, commit", refused.Errors, StringComparison.Ordinal);

        fleet.Folder.Edit("rollouts/stable.yaml", "epoch: 1", "epoch: 2");
        fleet.Folder.Commit();
        Assert.Equal(0, fleet.Folder.Release(how).ExitCode);
    }

    [Fact]
    public void Epoch_that_a_remote_knows_is_not_missed_where_the_own_branch_is_behind()
    {
        using var fleet = Raised();
        fleet.Folder.Git("update-ref", "refs/remotes/origin/gitedge-meta", "refs/heads/gitedge-meta");
        fleet.Folder.Git("update-ref", "refs/heads/gitedge-meta", "refs/heads/gitedge-meta~1");

        Assert.Contains("epoch-below-trust", fleet.Folder.Release().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Epoch_that_waits_for_signatures_does_not_count()
    {
        using var fleet = TrustFleet.ToRelease();
        fleet.Ok("keys", "epoch", "--raise", "--key", fleet.Key("anna"));

        Assert.Equal(0, fleet.Folder.Release().ExitCode);
    }

    [Fact]
    public void Release_without_a_trust_document_has_no_epoch_to_keep()
    {
        using var folder = FleetFolder.WithCommit();
        folder.Git("update-ref", "-d", "refs/heads/gitedge-meta");

        Assert.Equal(0, folder.Release().ExitCode);
    }

    private static TrustFleet Raised()
    {
        var fleet = TrustFleet.ToRelease();
        fleet.Ok("keys", "epoch", "--raise", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"));
        return fleet;
    }
}
