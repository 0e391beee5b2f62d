using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>
/// SHA-256 (FIPS 180-4) of a file that is still being written. It follows the writer on a thread of its own and hashes what it reads
/// back through a descriptor of its own. What cannot be read gives no hash.
/// </summary>
public sealed class TrailingHash : IDisposable
{
    private const int PieceSize = 256 * 1024;

    private readonly SafeFileHandle _file;
    private readonly object _gate = new();
    private readonly Task<(byte[] Sha256, long Length)> _reading;
    private long _written;
    private bool _ended;

    /// <param name="path">The file, which may be locked.</param>
    /// <exception cref="LinuxException">It cannot be opened.</exception>
    public TrailingHash(string path)
    {
        // The base library would want a lock of its own, which the writer's excludes.
        _file = new SafeFileHandle(FileCalls.Checked(() => FileCalls.Open(path, FileCalls.OpenToRead), "open", path), ownsHandle: true);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Lets it read up to <paramref name="written"/> bytes from the start, and does not wait for it.</summary>
    public void Follow(long written) => Tell(written, ended: false);

    /// <summary>The hash of the first <paramref name="length"/> bytes; null when they could not be read. Nothing may follow.</summary>
    public async Task<byte[]?> FinishAsync(long length)
    {
        Tell(length, ended: true);
        var (sha256, read) = await _reading;
        return read == length ? sha256 : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tell(0, ended: true);
        _reading.GetAwaiter().GetResult();
        _file.Dispose();
    }

    private void Tell(long written, bool ended)
    {
        lock (_gate)
        {
            (_written, _ended) = (written, ended);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Reads until nothing more will follow, or nothing more can be read.</summary>
    private (byte[] Sha256, long Length) Read()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = GC.AllocateUninitializedArray<byte>(PieceSize);
        long position = 0;
        try
        {
            while (WaitFor(position) is var behind and > 0)
            {
                var count = RandomAccess.Read(_file, piece.AsSpan(0, (int)Math.Min(PieceSize, behind)), position);
                if (count == 0)
                    break;
                hash.AppendData(piece, 0, count);
                position += count;
            }
        }
        catch (IOException)
        {
            // The bytes that are missing tell.
        }
        return (hash.GetHashAndReset(), position);
    }

    /// <summary>Bytes that are written and not yet read; none when there will be no more.</summary>
    private long WaitFor(long position)
    {
        lock (_gate)
        {
            while (_written <= position && !_ended)
                Monitor.Wait(_gate);
            return _written - position;
        }
    }
}
