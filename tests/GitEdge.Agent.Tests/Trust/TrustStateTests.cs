using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>Whatever becomes of what a device remembers of trust: it begins, says so, and falls back behind nothing that survives.</summary>
public sealed class TrustStateTests : IDisposable
{
    private readonly TrustRig _rig = new();
    private readonly IReadOnlyDictionary<string, (string Mode, byte[] Content)> _old;

    public TrustStateTests()
    {
        _rig.Manifest = _rig.Manifest with { Freshness = FreshnessRule.Ignore };
        _rig.Install(1);
        _rig.Poll();
        _old = _rig.Meta.Copy();
        _rig.Meta.Renew(document => document);
        _rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        _rig.Meta.Push();
        _rig.Fleet.Release([2]);
        Assert.Equal(1, _rig.Poll().Release!.Counter);
    }

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(DamagedStateTests.Damage.Torn)]
    [InlineData(DamagedStateTests.Damage.Emptied)]
    [InlineData(DamagedStateTests.Damage.Deleted)]
    public void Lost_memory_lets_nothing_in_while_the_repository_shows_less_and_ends_when_it_shows_it_again(DamagedStateTests.Damage damage)
    {
        var newest = _rig.Meta.Copy();
        Break("trust.0", damage);
        Break("trust.1", damage);
        _rig.Meta.Restore(_old);
        _rig.Meta.Push();
        _rig.Restart();

        Assert.NotNull(_rig.Agent.Releases.Damage);
        var behind = _rig.Poll();
        _rig.Meta.Restore(newest);
        _rig.Meta.Push();
        var again = _rig.Poll();

        Assert.Equal((1L, ReleaseReason.TrustBehind), (behind.Release!.Counter, behind.Gravest!.Reason));
        Assert.Equal((1L, "held"), (again.Release!.Counter, again.Gravest!.Reason));
        Assert.Equal(2, _rig.Agent.Releases.Keeper!.View!.Root.Document.Version);
    }

    [Fact]
    public void Hold_that_was_lost_with_the_memory_is_not_lifted_by_one_of_the_role()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Manifest = rig.Manifest with { Freshness = FreshnessRule.Ignore };
        rig.Fleet.Release([1]);
        rig.Meta.Cosign(1, "bob");
        rig.Poll();
        rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        rig.Meta.Push();
        rig.Fleet.Release([2]);
        rig.Meta.Cosign(2, "bob");
        Assert.Equal("held", rig.Poll().Gravest!.Reason);
        File.Delete(rig.StateFile("trust.0"));
        File.Delete(rig.StateFile("trust.1"));
        rig.Restart();

        rig.Meta.Hold(2, [], [], "ada");
        rig.Meta.Push();
        var alone = rig.Poll();
        rig.Meta.Hold(2, [], [], "ada", "bob");
        rig.Meta.Push();
        var together = rig.Poll();

        Assert.Equal((1L, true), (alone.Release!.Counter, alone.Distrusted.Any(fault => fault.Reason == "hold-lift-threshold")));
        Assert.Equal((2L, 0), (together.Release!.Counter, together.Distrusted.Count));
    }

    [Fact]
    public void Device_that_slept_through_a_lift_learns_of_the_hold_after_it()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Manifest = rig.Manifest with { Freshness = FreshnessRule.Ignore };
        rig.Fleet.Release([1]);
        rig.Meta.Cosign(1, "bob");
        rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        rig.Meta.Push();
        rig.Poll();
        rig.Meta.Hold(2, [], [], "ada", "bob");
        rig.Meta.KeepLift();
        rig.Meta.Hold(3, [new HoldEntry("stable", 1, 3, "another")], [], "ada");
        rig.Meta.Push();
        rig.Fleet.Release([2]);
        rig.Meta.Cosign(2, "bob");

        var awake = rig.Poll();

        Assert.Equal((2L, 0), (awake.Release!.Counter, awake.Distrusted.Count));
        Assert.Equal(3, rig.Agent.Releases.Keeper!.View!.Hold!.Document.Version);
    }

    [Fact]
    public void Copy_of_an_earlier_day_is_caught_up_from_what_was_fetched()
    {
        using var rig = new TrustRig();
        rig.Manifest = rig.Manifest with { Freshness = FreshnessRule.Ignore };
        rig.Install(1);
        rig.Poll();
        var copy = new[] { "trust.0", "trust.1" }.Where(name => File.Exists(rig.StateFile(name))).ToDictionary(name => name, name => File.ReadAllBytes(rig.StateFile(name)));
        rig.Meta.Renew(document => document);
        rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        rig.Meta.Push();
        rig.Poll();
        foreach (var (name, bytes) in copy)
            File.WriteAllBytes(rig.StateFile(name), bytes);
        rig.Restart();
        rig.Fleet.Release([2]);

        Assert.Equal((1L, "held"), (rig.Poll().Release!.Counter, rig.Poll().Gravest!.Reason));
    }

    [Fact]
    public void Half_lost_memory_is_used_told_and_made_whole()
    {
        Break(new[] { "trust.0", "trust.1" }.MaxBy(name => File.GetLastWriteTimeUtc(_rig.StateFile(name)))!, DamagedStateTests.Damage.Torn);
        _rig.Restart();

        Assert.NotNull(_rig.Agent.Releases.Damage);
        _rig.Poll();
        _rig.Agent.Releases.Mend();
        _rig.Restart();

        Assert.True(_rig.Agent.Releases.Damage is null, _rig.Agent.Releases.Damage);
        Assert.Equal("held", _rig.Poll().Gravest!.Reason);
    }

    [Fact]
    public void Lost_acceptance_is_found_among_what_was_good()
    {
        File.Delete(_rig.StateFile("accepted.0"));
        File.Delete(_rig.StateFile("accepted.1"));
        _rig.Restart();

        Assert.Equal((1L, true), (_rig.Agent.Releases.Accepted!.Counter, _rig.Agent.Releases.Accepted.Commit.Length == 40));
        Assert.Equal(1, _rig.Poll().Release!.Counter);
    }

    [Fact]
    public void Enrolled_document_that_is_newer_wins_an_older_one_is_passed_over_and_another_of_the_same_version_is_told()
    {
        _rig.Restart();
        Assert.Equal(2, Version());
        File.WriteAllBytes(_rig.Meta.EnrolledFile, TrustWriter.Write(_rig.Meta.Document with { Expires = _rig.Meta.Document.Expires.AddDays(1) }));
        var fork = _rig.Poll();
        Assert.Contains(fork.Distrusted, fault => fault.Reason == "trust-equivocation");
        Assert.Equal(2, Version());

        File.WriteAllBytes(_rig.Meta.EnrolledFile, TrustWriter.Write(_rig.Meta.Document with { Version = 9 }));

        Assert.Equal("held", _rig.Poll().Gravest!.Reason);
        Assert.Equal(9, Version());

        long Version()
        {
            _rig.Poll();
            return _rig.Agent.Releases.Keeper!.View!.Root.Document.Version;
        }
    }

    [Fact]
    public void Enrolled_document_that_is_gone_is_told_and_what_is_remembered_counts()
    {
        File.Delete(_rig.Meta.EnrolledFile);
        _rig.Restart();

        var offer = _rig.Poll();

        Assert.Equal(1, offer.Release!.Counter);
        Assert.Contains(offer.Distrusted, fault => fault.Reason == "trust-invalid" && fault.Message.Contains(_rig.Meta.EnrolledFile, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_remembered_and_nothing_enrolled_takes_nothing()
    {
        using var rig = new TrustRig();
        File.Delete(rig.Meta.EnrolledFile);
        rig.Fleet.Release([1]);

        Assert.Equal((null, "trust-invalid"), (rig.Poll().Release, rig.Poll().Gravest!.Reason));
    }

    [Fact]
    public void Memory_of_another_fleet_is_not_used_and_said()
    {
        _rig.Restart();
        _rig.Manifest = _rig.Manifest with { RepoId = Guid.NewGuid() };

        Assert.Contains("not used", _rig.Agent.Releases.Damage, StringComparison.Ordinal);
        Assert.Null(_rig.Poll().Release);
    }

    private void Break(string name, DamagedStateTests.Damage damage)
    {
        var path = _rig.StateFile(name);
        if (damage == DamagedStateTests.Damage.Deleted)
            File.Delete(path);
        else if (File.Exists(path))
            File.WriteAllBytes(path, damage == DamagedStateTests.Damage.Emptied ? [] : File.ReadAllBytes(path)[..^20]);
    }
}
