using System.Diagnostics;
using System.Globalization;
using System.Text;
using GitEdge.Agent.Git;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>What a repository may hold besides releases, and what the device makes of it.</summary>
public sealed class ReleaseLookTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestFleet _fleet;
    private readonly AgentManifest _agent;
    private readonly ReleaseJudge _judge;
    private readonly GitFetcher _git;
    private readonly ReleaseLook _look;

    public ReleaseLookTests()
    {
        _fleet = new TestFleet(_directory["fleet"]);
        _agent = AgentRun.Manifest(_directory["root"], _directory["run"], _fleet.Repository.Path, _fleet.Repository.AllowedSignersFile, _directory["admin.sock"]);
        _judge = new ReleaseJudge(_agent, Ed25519.Load(), TimeProvider.System);
        _git = new GitFetcher(_directory["root", "repository.git"], new GitLimits(), TimeProvider.System)
        {
            IsEvidence = (name, id, bytes) => _judge.IsEvidence(new FetchedTag(name, id.ToString(), bytes), _judge.ReadPolicy(null).Trust),
        };
        _look = new ReleaseLook(_agent, _git.Objects, _judge);
    }

    public void Dispose()
    {
        _git.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Device_asks_tokens_for_user_verification_when_it_is_told_so(bool required)
    {
        var judge = new ReleaseJudge(_agent with { VerifyRequired = required }, Ed25519.Load(), TimeProvider.System);

        Assert.Equal(required, judge.ReadPolicy(null).Trust!.Release.UserVerificationRequired);
    }

    [Fact]
    public void Junk_above_a_release_is_judged_once_and_in_portions()
    {
        _fleet.Release([1]);
        Junk(Enumerable.Range(100, 300));
        Fetch();

        var first = Look(null);
        var second = Look(null);
        var third = Look(null);

        Assert.Null(first.Release);
        Assert.True(first.IsUnfinished);
        Assert.Contains(first.Distrusted, fault => fault is { Reason: ReleaseReason.TooManyTags, Kind: FaultKind.Waiting });
        Assert.Equal(1, second.Release?.Counter);
        Assert.False(second.IsUnfinished);
        Assert.Equal((300, "unsigned-tag"), (third.Distrusted.Count, third.Gravest!.Reason));
        Assert.Contains("(and 299 more", third.Gravest.Message, StringComparison.Ordinal);
        Assert.StartsWith("refs/tags/rollout/stable/399:", third.Gravest.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_signers_mean_that_what_was_refused_is_judged_again()
    {
        _fleet.Release([1]);
        Fetch();
        var signers = File.ReadAllText(_agent.AllowedSigners!);
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _directory["other"]]);
        File.WriteAllText(_agent.AllowedSigners!, $"o@example.org namespaces=\"git\" {File.ReadAllText(_directory["other.pub"])}");
        Assert.Equal("unknown-signer", Look(null).Gravest?.Reason);

        File.WriteAllText(_agent.AllowedSigners!, signers);

        Assert.Equal(1, Look(null).Release?.Counter);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Unsigned_tags_cost_nothing_however_much_they_name()
    {
        _fleet.Release([1]);
        var accepted = Accept();
        _fleet.Repository.Write("zeros.bin", new byte[30 << 20]).Write("more.bin", new byte[31 << 20]).WriteLock().Commit();
        Junk(Enumerable.Range(100, 30));
        Fetch();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var offer = Look(accepted);

        // Reading the two files once would take more, and they are named thirty times.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50 << 20);
        Assert.Equal(30, offer.Distrusted.Count);
        Assert.Equal(1, offer.Release?.Counter);
    }

    [Fact]
    public void Later_epoch_is_found_below_the_accepted_number()
    {
        _fleet.Release([1]);
        _fleet.Counter = 500;
        _fleet.Release([2]);
        var accepted = Accept();
        Assert.Equal(501, accepted.Counter);
        Junk([400, 401]);
        _fleet.Counter = 9;
        _fleet.Release([3], new TestRelease { Epoch = 2 });
        Fetch();

        var offer = Look(accepted);

        Assert.Equal((2L, 10L), (offer.New?.Epoch, offer.New?.Counter));
        Assert.DoesNotContain(Look(offer.New).Distrusted, fault => fault.Reason == "replayed-release");
    }

    [Fact]
    public void Releases_of_the_past_are_no_finding()
    {
        _fleet.Release([1]);
        _fleet.Release([2]);
        var accepted = Accept();

        Assert.Empty(Look(accepted).Distrusted);
        Assert.Equal(2, Look(accepted).Release?.Counter);
    }

    [Fact]
    public void Junk_hides_neither_a_moved_tag_nor_an_old_repository()
    {
        _fleet.Release([1]);
        _fleet.Release([2]);
        var accepted = Accept();
        Junk([2, 999]);
        Fetch();

        var offer = Look(accepted);

        Assert.Equal([ReleaseReason.TagMoved, "replayed-release", "unsigned-tag", "unsigned-tag"], offer.Distrusted.Select(fault => fault.Reason));
        Assert.Equal(2, offer.Release?.Counter);
    }

    [Fact]
    public void Rewritten_history_comes_before_junk_of_a_greater_number()
    {
        _fleet.Release([1]);
        var accepted = Accept();
        _fleet.Repository.Git("checkout", "-q", "--orphan", "rewritten");
        _fleet.Release([2]);
        Junk([77]);
        Fetch();

        Assert.Equal(["history-rewritten", "unsigned-tag"], Look(accepted).Distrusted.Select(fault => fault.Reason));
    }

    [Fact]
    public void Look_can_be_cancelled()
    {
        _fleet.Release([1]);
        Fetch();

        Assert.Throws<OperationCanceledException>(() => _look.At(null, new DeploymentState(), new CancellationToken(canceled: true)));
    }

    private AcceptedRelease Accept()
    {
        Fetch();
        return Look(null).New!;
    }

    private ReleaseOffer Look(AcceptedRelease? accepted) => _look.At(accepted, new DeploymentState(), CancellationToken.None);

    private void Fetch() => Assert.IsType<FetchOutcome.Fetched>(
        _git.FetchAsync([new GitRemoteOptions { Name = "origin", Url = "file://" + _fleet.Repository.Path }], _agent.Channel, CancellationToken.None).GetAwaiter().GetResult());

    /// <summary>Names one unsigned tag of the newest commit by all these numbers.</summary>
    private void Junk(IEnumerable<int> counters)
    {
        _fleet.Repository.Git("tag", "-f", "-a", "-m", "junk", "junk");
        var id = _fleet.Repository.Git("rev-parse", "refs/tags/junk");
        var lines = counters.Select(counter => string.Create(CultureInfo.InvariantCulture, $"update refs/tags/rollout/stable/{counter} {id}\n"));
        _fleet.Repository.GitWithInput(Encoding.ASCII.GetBytes(string.Concat(lines)), "update-ref", "--stdin");
    }
}
