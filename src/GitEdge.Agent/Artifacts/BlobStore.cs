using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Files named by what they contain: <c>blobs/sha256/&lt;hex&gt;</c>, read-only, and what is still coming in
/// <c>blobs/partial/&lt;hex&gt;</c>. A name below <c>sha256</c> appears only after its bytes were checked and synced.
/// Slots share these files by hard link, so a blob is never changed in place.
/// </summary>
internal sealed class BlobStore
{
    /// <summary>Readable by all, writable by nobody.</summary>
    public const UnixFileMode BlobMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The store below <paramref name="root"/>; directories are made when they are first needed.</summary>
    public BlobStore(string root)
    {
        Directory = System.IO.Path.Combine(root, "blobs");
        Blobs = System.IO.Path.Combine(Directory, "sha256");
        Partials = System.IO.Path.Combine(Directory, "partial");
    }

    /// <summary>A store that another process fills, only to be read: what is there need not be fetched; null when there is none.</summary>
    public BlobStore? Beside { get; init; }

    /// <summary>What comes in is read back as it is written, and told here; null when nobody asks.</summary>
    public ReadBackFiles? ReadBack { get; init; }

    /// <summary>Absolute path of the store.</summary>
    public string Directory { get; }

    private string Blobs { get; }

    private string Partials { get; }

    /// <summary>Where the bytes of <paramref name="digest"/> are, or would be.</summary>
    public string PathOf(Sha256Digest digest) => Path.Combine(Blobs, digest.Hex);

    /// <summary>Whether the bytes are here, or in the store beside.</summary>
    public bool Has(Sha256Digest digest) => File.Exists(PathOf(digest)) || Beside?.Has(digest) == true;

    /// <summary>Where bytes that are on their way to <see cref="PathOf"/> are kept.</summary>
    public string PartialPathOf(Sha256Digest digest) => Path.Combine(Partials, digest.Hex);

    /// <summary>Makes the directories, durably.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Prepare()
    {
        DirectorySync.Create(Blobs);
        DirectorySync.Create(Partials);
    }

    /// <summary>Reads the blob from end to end and says whether it is what its name says.</summary>
    public BlobState Check(Sha256Digest digest, long size, CancellationToken cancellationToken)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) != size)
                return BlobState.Damaged;
            var (hash, length) = FileHash.Of(file, cancellationToken);
            return length == size && Sha256Digest.FromBytes(hash) == digest ? BlobState.Whole : BlobState.Damaged;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return BlobState.Missing;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return BlobState.Damaged;
        }
    }

    /// <summary>The blobs that are there, by name; their bytes are not read.</summary>
    public IEnumerable<Sha256Digest> List()
    {
        foreach (var path in System.IO.Directory.Exists(Blobs) ? System.IO.Directory.EnumerateFiles(Blobs) : [])
        {
            if (Sha256Digest.TryParseHex(Path.GetFileName(path), out var digest))
                yield return digest;
        }
    }

    /// <summary>Removes every blob and partial file that is not named in <paramref name="keep"/>, and whatever else lies there.</summary>
    /// <exception cref="IOException">The disk refuses; what was removed until then is removed.</exception>
    public PruneResult Prune(IReadOnlySet<Sha256Digest> keep)
    {
        var removed = new PruneResult(0, 0);
        foreach (var directory in new[] { Blobs, Partials }.Where(System.IO.Directory.Exists))
        {
            var before = removed.Files;
            foreach (var file in new DirectoryInfo(directory).EnumerateFiles().ToList())
            {
                if (Sha256Digest.TryParseHex(file.Name, out var digest) && keep.Contains(digest))
                    continue;
                removed = new PruneResult(removed.Files + 1, removed.Bytes + file.Length);
                AtomicFile.Remove(file.FullName);
            }
            if (removed.Files != before)
                DirectorySync.Sync(directory);
        }
        return removed;
    }
}
