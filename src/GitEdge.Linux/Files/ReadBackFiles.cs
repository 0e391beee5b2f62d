using System.Collections.Concurrent;

namespace GitEdge.Linux.Files;

/// <summary>
/// Which files this process has read back from end to end after it wrote them, and what it found. Only a memory: it ends with the
/// process, and whoever finds nothing here reads the file.
/// </summary>
public sealed class ReadBackFiles
{
    private readonly ConcurrentDictionary<FileIdentity, byte[]> _found = new();

    /// <summary>Remembers the 32-byte hash of the file that <paramref name="path"/> stands for now.</summary>
    public void Add(string path, byte[] sha256)
    {
        if (FileIdentity.Of(path) is { } file)
            _found[file] = sha256;
    }

    /// <summary>Hash and length in bytes of the file that <paramref name="path"/> stands for now; null when it was not read, or was written since.</summary>
    public (byte[] Sha256, long Length)? Find(string path) =>
        FileIdentity.Of(path) is { } file && _found.TryGetValue(file, out var sha256) ? (sha256, file.Size) : null;

    /// <summary>Forgets everything: what was found once says little about what is there later.</summary>
    public void Clear() => _found.Clear();
}
