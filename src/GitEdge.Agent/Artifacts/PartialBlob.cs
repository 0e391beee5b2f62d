using System.Security.Cryptography;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Artifacts;

/// <summary>A blob on its way in: the file of what came so far and the state of the hash over exactly that.</summary>
internal sealed class PartialBlob : IDisposable
{
    private const UnixFileMode Writable = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly BlobStore _store;
    private readonly ArtifactRequest _request;
    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private TrailingHash? _readBack;

    private PartialBlob(BlobStore store, ArtifactRequest request, SafeFileHandle file)
    {
        (_store, _request, _file) = (store, request, file);
    }

    /// <summary>Bytes written and hashed.</summary>
    public long Length { get; private set; }

    private string Path => _store.PartialPathOf(_request.Digest);

    /// <summary>Takes up what an earlier attempt left, or begins.</summary>
    /// <exception cref="IOException">The disk refuses, or another process has it open.</exception>
    public static PartialBlob Open(BlobStore store, ArtifactRequest request, CancellationToken cancellationToken)
    {
        store.Prepare();
        var path = store.PartialPathOf(request.Digest);
        // A crash just before the last rename leaves it read-only.
        if (File.Exists(path))
            File.SetUnixFileMode(path, Writable);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var partial = new PartialBlob(store, request, file);
        try
        {
            partial.TakeUp(cancellationToken);
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Forgets everything that came so far.</summary>
    public void Restart()
    {
        FileSpace.Trim(_file, 0);
        _hash.GetHashAndReset();
        Length = 0;
        ReadBack();
    }

    /// <summary>Promises blocks for the whole blob, so that the disk is found too small now and not at the end.</summary>
    /// <exception cref="IOException">It is too small.</exception>
    public void Reserve() => FileSpace.Reserve(_file, Path, _request.Size);

    /// <summary>Adds what <paramref name="body"/> brings.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<CopyEnd> AppendAsync(SourceBody body, Action<long>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var copy = new HashingCopy(_file, _hash, time) { Written = _readBack is { } following ? following.Follow : null };
        try
        {
            return await copy.RunAsync(body.ReadAsync, Length, _request.Size, progress, cancellationToken);
        }
        finally
        {
            Length = copy.Position;
        }
    }

    /// <summary>
    /// The digest decides: right, and the blob is synced and gets its name; wrong, and everything is forgotten.
    /// </summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<bool> TryFinishAsync()
    {
        if (Length != _request.Size || Sha256Digest.FromBytes(_hash.GetCurrentHash()) != _request.Digest)
        {
            Restart();
            return false;
        }
        FileSpace.Trim(_file, Length);
        File.SetUnixFileMode(_file, BlobStore.BlobMode);
        var readBack = _readBack?.FinishAsync(Length) ?? Task.FromResult<byte[]?>(null);
        FileSpace.Sync(_file, Path);
        AtomicFile.MoveSynced(Path, _store.PathOf(_request.Digest));
        if (await readBack is { } found)
            _store.ReadBack?.Add(_store.PathOf(_request.Digest), found);
        return true;
    }

    /// <summary>
    /// Ends an attempt: gives back what was promised and not used, and drops the file altogether when it is empty or when
    /// less than <paramref name="reserve"/> is left on the disk, for then others need the room more.
    /// </summary>
    public void Leave(long reserve)
    {
        FileSpace.Trim(_file, Length);
        if (Length == 0 || FileSpace.FreeAt(_store.Directory) < reserve)
            AtomicFile.Remove(Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _readBack?.Dispose();
        _hash.Dispose();
        _file.Dispose();
    }

    private void TakeUp(CancellationToken cancellationToken)
    {
        Length = RandomAccess.GetLength(_file);
        if (Length > _request.Size)
            Length = 0;
        FileSpace.Trim(_file, Length);
        ReadBack();
        FileHash.Append(_hash, _file, Length, cancellationToken);
    }

    /// <summary>From the beginning: what an earlier attempt wrote is read back like what is to come.</summary>
    private void ReadBack()
    {
        _readBack?.Dispose();
        _readBack = _store.ReadBack is null ? null : new TrailingHash(Path);
        _readBack?.Follow(Length);
    }
}
