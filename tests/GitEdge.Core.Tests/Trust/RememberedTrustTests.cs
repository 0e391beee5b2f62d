using System.Text.Json;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust;

/// <summary>The persisted form of what a device believes.</summary>
public sealed class RememberedTrustTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TrustDocument Document = new()
    {
        RepoId = Offer.Repo,
        Version = 3,
        Created = Start,
        Expires = Start.AddYears(1),
        Epoch = 0,
        Principals = new Dictionary<string, IReadOnlyList<TrustKey>> { ["ada"] = [new TrustKey(TagText.Signers.Entries[0].Key)] },
        Root = new TrustRole(1, ["ada"]),
        Releases = new Dictionary<string, TrustRole> { ["prod"] = new(1, ["ada"]) },
        Hold = new TrustRole(1, ["ada"]),
    };

    [Fact]
    public void What_was_believed_comes_back_byte_for_byte()
    {
        var good = Enumerable.Range(1, 20).Select(counter => new Offer().Accepted() with { Counter = counter }).ToList();
        var view = Enrolled() with { LastingFloor = Start.AddDays(1) };

        var read = Copy(RememberedTrust.Of(view, good) with
        {
            Hold = TrustWriter.Write(new HoldDocument { RepoId = Offer.Repo, Version = 2, Created = Start }),
            Beacon = TrustWriter.Write(new FreshDocument
            {
                RepoId = Offer.Repo, Created = Start, Lifetime = TimeSpan.FromHours(1), Trust = 3, Hold = 2, Heads = new Dictionary<string, ReleaseHead>(),
            }),
        });
        var restored = read.Restore(Offer.Repo).Value!;

        Assert.Equal(Enumerable.Range(5, 16).Select(counter => (long)counter), read.Good.Select(one => one.Counter));
        Assert.Equal(view.Root.Digest, restored.Root.Digest);
        Assert.Equal((2L, Start, Start.AddDays(1)), (restored.Hold!.Document.Version, restored.Beacon!.Document.Created, restored.TimeFloor));
    }

    [Fact]
    public void What_never_was_stays_absent()
    {
        var restored = Copy(RememberedTrust.Of(Enrolled(), [])).Restore(Offer.Repo).Value!;

        Assert.Null(restored.Hold);
        Assert.Null(restored.Beacon);
    }

    [Fact]
    public void Another_repository_or_broken_documents_are_not_believed()
    {
        var remembered = RememberedTrust.Of(Enrolled(), []);

        Assert.Equal(RejectionReason.TrustOtherRepository, remembered.Restore(Guid.Empty).Rejection!.Reason);
        Assert.Equal(RejectionReason.HoldInvalid, (remembered with { Hold = [1] }).Restore(Offer.Repo).Rejection!.Reason);
        Assert.Equal(RejectionReason.FreshInvalid, (remembered with { Beacon = [1] }).Restore(Offer.Repo).Rejection!.Reason);
    }

    [Fact]
    public void Time_floor_only_rises()
    {
        var view = Enrolled() with { LastingFloor = Start };

        Assert.Same(view, view.RaisedTo(null));
        Assert.Same(view, view.RaisedTo(Start));
        Assert.Equal(Start.AddSeconds(1), view.RaisedTo(Start.AddSeconds(1)).TimeFloor);
    }

    private static TrustView Enrolled() => new() { Root = TrustChain.Enrol(TrustWriter.Write(Document), Offer.Repo).Value! };

    private static RememberedTrust Copy(RememberedTrust remembered) => JsonSerializer.Deserialize(
        JsonSerializer.SerializeToUtf8Bytes(remembered, TrustJsonContext.Default.RememberedTrust), TrustJsonContext.Default.RememberedTrust)!;
}
