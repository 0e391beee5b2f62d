using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>Trailer → lock → files.</summary>
internal static class LockVerifier
{
    public static Checked<VerifiedFiles> Verify(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, Sha256Digest expected)
    {
        if (!files.TryGetValue(LockFile.FileName, out var content))
            return Rejection.Because(RejectionReason.LockMissing, $"The commit has no file {LockFile.FileName}.");
        // One copy is hashed and read: the caller still holds the array behind the memory.
        var bytes = content.ToArray();
        if (Sha256Digest.Of(bytes) is var actual && actual != expected)
            return Rejection.Because(RejectionReason.LockDigestMismatch, $"The trailer says {expected}, the lock is {actual}.");
        if (!LockFile.TryParse(bytes, out var parsed, out var faults))
            return Rejection.Because(RejectionReason.LockInvalid,
                faults.Count == 1 ? $"{faults[0]}" : $"{faults[0]} And {faults.Count - 1} more.");
        return CheckNothingUnlocked(files.Keys, parsed) ?? Collect(files, parsed, bytes);
    }

    private static Rejection? CheckNothingUnlocked(IEnumerable<string> paths, LockFile parsed)
    {
        var locked = parsed.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var unlocked = paths.Where(path => LockFile.Covers(path) && !locked.Contains(path)).Order(StringComparer.Ordinal).ToList();
        return unlocked.Count == 0
            ? null
            : Rejection.Because(RejectionReason.FileNotInLock, $"Not in {LockFile.FileName}: {Untrusted.List(unlocked)}.");
    }

    private static Checked<VerifiedFiles> Collect(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, LockFile parsed, byte[] lockBytes)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var missing = new List<string>();
        var different = new List<string>();
        foreach (var locked in parsed.Files)
        {
            byte[]? bytes = files.TryGetValue(locked.Path, out var found) ? found.ToArray() : null;
            if (bytes is null)
                missing.Add(locked.Path);
            else if (Sha256Digest.Of(bytes) != locked.Digest)
                different.Add(locked.Path);
            else
                contents.Add(locked.Path, bytes);
        }
        if (missing.Count > 0)
            return Rejection.Because(RejectionReason.FileMissing, $"In {LockFile.FileName}, but not in the commit: {Untrusted.List(missing)}.");
        return different.Count > 0
            ? Rejection.Because(RejectionReason.FileMismatch, $"Other content than {LockFile.FileName} says: {Untrusted.List(different)}.")
            : new VerifiedFiles(parsed.Files, contents, lockBytes);
    }
}
