using System.Collections.Frozen;
using GitEdge.Core.Fleet;

namespace GitEdge.Core.Trust;

/// <summary>The files a verified lock names, with exactly the bytes that were hashed. Only Core makes one.</summary>
public sealed class VerifiedFiles
{
    internal VerifiedFiles(IReadOnlyList<LockedFile> locked, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents, ReadOnlyMemory<byte> lockBytes)
    {
        LockBytes = lockBytes;
        Locked = locked;
        Contents = contents.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The lock itself.</summary>
    public ReadOnlyMemory<byte> LockBytes { get; }

    /// <summary>The lines of the lock, sorted by path.</summary>
    public IReadOnlyList<LockedFile> Locked { get; }

    /// <summary>The bytes of each locked file, by path.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents { get; }
}
