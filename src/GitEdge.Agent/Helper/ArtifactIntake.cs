using System.Buffers;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Helper;

/// <summary>
/// Takes artifacts out of other hands: what is kept is a copy that nobody else can write, hashed through its own descriptor,
/// and only if somebody signed for that digest.
/// </summary>
/// <param name="store">Where it goes.</param>
internal sealed class ArtifactIntake(BlobStore store)
{
    private const int CopyBuffer = 1 << 20;

    private string Arriving => Path.Combine(store.Directory, "partial", "arriving");

    /// <summary>Null when the artifact is in the store; otherwise why not.</summary>
    /// <param name="artifact">An open file; where it stands does not matter.</param>
    /// <param name="wanted">Digest → size in bytes of what may come.</param>
    /// <param name="cancellation">Ends the copy.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public Fault? Take(SafeFileHandle artifact, IReadOnlyDictionary<Sha256Digest, long> wanted, CancellationToken cancellation)
    {
        // A pipe could keep the helper waiting for ever.
        if (FileKinds.Of(artifact) != FileKind.Regular)
            return HelperFaults.Unasked(0);
        var size = RandomAccess.GetLength(artifact);
        if (!wanted.Values.Contains(size))
            return HelperFaults.Unasked(size);
        store.Prepare();
        try
        {
            return Copy(artifact, size, wanted, cancellation);
        }
        finally
        {
            AtomicFile.Remove(Arriving);
        }
    }

    private Fault? Copy(SafeFileHandle artifact, long size, IReadOnlyDictionary<Sha256Digest, long> wanted, CancellationToken cancellation)
    {
        AtomicFile.Remove(Arriving);
        using var copy = File.OpenHandle(Arriving, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (!FileLink.TryClone(artifact, copy))
            Copy(artifact, copy, size, cancellation);
        // It may have grown before it was cloned.
        if (RandomAccess.GetLength(copy) != size)
            return HelperFaults.Unasked(size);
        var (hash, length) = FileHash.Of(copy, cancellation);
        var digest = Sha256Digest.FromBytes(hash);
        if (!wanted.TryGetValue(digest, out var expected) || expected != length)
            return HelperFaults.Unasked(length);
        File.SetUnixFileMode(copy, BlobStore.BlobMode);
        FileSpace.Sync(copy, Arriving);
        AtomicFile.MoveSynced(Arriving, store.PathOf(digest));
        return null;
    }

    /// <summary>No more than was announced: the file may grow meanwhile.</summary>
    private void Copy(SafeFileHandle from, SafeFileHandle to, long size, CancellationToken cancellation)
    {
        FileSpace.Reserve(to, Arriving, size);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            for (long done = 0; done < size;)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = RandomAccess.Read(from, buffer.AsSpan(0, (int)Math.Min(CopyBuffer, size - done)), done);
                if (count == 0)
                    return;
                RandomAccess.Write(to, buffer.AsSpan(0, count), done);
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
