using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Slots;

/// <summary>Empties and fills the directory of one slot.</summary>
internal sealed class SlotFiller(string directory, Func<Sha256Digest, string> blobPath, ReadBackFiles? readBack)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const int CopyBuffer = 1024 * 1024;

    private readonly string _directory = directory;

    /// <summary>Empties the slot: the record first, so that a slot that is half empty is not taken for whole.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Clear()
    {
        if (!IsRealDirectory(_directory))
        {
            AtomicFile.Remove(_directory);
            DirectorySync.Create(_directory);
        }
        AtomicFile.Remove(Path.Combine(_directory, SlotLayout.Record));
        DirectorySync.Sync(_directory);
        foreach (var entry in new DirectoryInfo(_directory).EnumerateFileSystemInfos().ToList())
        {
            if (IsRealDirectory(entry.FullName))
                Directory.Delete(entry.FullName, recursive: true);
            else
                AtomicFile.Remove(entry.FullName);
        }
        DirectorySync.Sync(_directory);
    }

    /// <summary>
    /// Puts a model in its place, by a second name of the blob where the disk allows, and reads it back, unless this very file was read
    /// back as it was written.
    /// </summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public Fault? AddModel(SlotFile file, CancellationToken cancellationToken)
    {
        var (blob, path) = (blobPath(file.Digest), Path.Combine(_directory, file.Path));
        if (!File.Exists(blob))
            return new Fault(FaultKind.Transient, SlotReason.BlobMissing, $"'{blob}' is not in the store.", "It is fetched again.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!FileLink.TryHard(blob, path))
            Copy(blob, path);
        if (WasReadBack(file, path))
            return null;
        return SlotVerifier.FaultOf(_directory, file, cancellationToken) is { } fault
            ? new Fault(FaultKind.Transient, SlotReason.BlobDamaged,
                $"{fault} It came from '{blob}'.",
                "Nothing at first: the blob is thrown away and fetched again. If it comes back, the disk is failing: look for I/O errors in 'dmesg', then replace the medium.")
            : null;
    }

    /// <summary>Writes a file of the release and reads it back.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public Fault? AddText(SlotFile file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_directory, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteNew(path, content.Span, ReadOnly);
        return SlotVerifier.FaultOf(_directory, file, cancellationToken) is { } fault
            ? new Fault(FaultKind.Transient, SlotReason.DiskLies, $"{fault} It was written just now: the disk does not give back what it takes.",
                "The slot is filled again at the next poll. If it comes back, the disk is failing: look for I/O errors in 'dmesg', check its file system, then replace the medium.")
            : null;
    }

    /// <summary>Syncs every directory below the slot before the one that holds its name, the slot's own last.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public void SyncDirectories() => SyncBelow(_directory);

    /// <summary>Declares the slot whole.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Seal(SlotGeneration generation) =>
        AtomicFile.Write(Path.Combine(_directory, SlotLayout.Record), SlotRecord.Encode(generation), ReadOnly);

    /// <summary>Whether what stands at a path is, by inode, size and time of the last write, a file whose bytes were hashed on the disk.</summary>
    private bool WasReadBack(SlotFile file, string path) =>
        readBack?.Find(path) is var (sha256, length) && length == file.Size && Sha256Digest.FromBytes(sha256) == file.Digest;

    private static void SyncBelow(string directory)
    {
        foreach (var inner in Directory.EnumerateDirectories(directory))
            SyncBelow(inner);
        DirectorySync.Sync(directory);
    }

    private static bool IsRealDirectory(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };

    private static void Copy(string blob, string path)
    {
        using var from = new FileStream(blob, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var to = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        if (!FileLink.TryClone(from.SafeFileHandle, to.SafeFileHandle))
            from.CopyTo(to, CopyBuffer);
        File.SetUnixFileMode(to.SafeFileHandle, ReadOnly);
        FileSpace.Sync(to.SafeFileHandle, path);
    }
}
