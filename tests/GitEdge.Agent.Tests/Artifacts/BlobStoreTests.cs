using System.Text;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Artifacts;

public sealed class BlobStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly BlobStore _store;

    public BlobStoreTests() => _store = new BlobStore(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Check_tells_missing_whole_and_damaged_apart()
    {
        var digest = Put("content");

        Assert.Equal(BlobState.Whole, _store.Check(digest, 7, CancellationToken.None));
        Assert.Equal(BlobState.Damaged, _store.Check(digest, 8, CancellationToken.None));
        Assert.Equal(BlobState.Missing, _store.Check(Sha256Digest.Of("other"u8), 5, CancellationToken.None));
        Assert.Equal(BlobState.Missing, new BlobStore(_directory["none"]).Check(digest, 7, CancellationToken.None));

        File.WriteAllText(_store.PathOf(digest), "CONTENT");
        Assert.Equal(BlobState.Damaged, _store.Check(digest, 7, CancellationToken.None));
    }

    [Fact]
    public void Prune_removes_everything_not_named_and_can_be_repeated()
    {
        var (kept, gone) = (Put("kept"), Put("gone"));
        File.WriteAllText(_store.PartialPathOf(kept), "ke");
        File.WriteAllText(_store.PartialPathOf(gone), "go");
        File.WriteAllText(_store.PartialPathOf(gone) + ".tmp", "x");

        var removed = _store.Prune(new HashSet<Sha256Digest> { kept });

        Assert.Equal(new PruneResult(3, 7), removed);
        Assert.True(File.Exists(_store.PathOf(kept)));
        Assert.True(File.Exists(_store.PartialPathOf(kept)));
        Assert.Equal(2, Directory.GetFiles(_store.Directory, "*", SearchOption.AllDirectories).Length);
        Assert.Equal(new PruneResult(0, 0), _store.Prune(new HashSet<Sha256Digest> { kept }));
    }

    [Fact]
    public void Prune_of_a_store_that_never_was_is_no_error()
    {
        Assert.Equal(new PruneResult(0, 0), new BlobStore(_directory["none"]).Prune(new HashSet<Sha256Digest>()));
    }

    private Sha256Digest Put(string content)
    {
        _store.Prepare();
        var digest = Sha256Digest.Of(Encoding.ASCII.GetBytes(content));
        File.WriteAllText(_store.PathOf(digest), content);
        return digest;
    }
}
