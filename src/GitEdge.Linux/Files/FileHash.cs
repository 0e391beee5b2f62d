using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>SHA-256 (FIPS 180-4) of what an open file holds, reading ahead while hashing.</summary>
public static class FileHash
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>The 32-byte hash and the length in bytes of the whole file, both through this one descriptor.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public static (byte[] Sha256, long Length) Of(SafeFileHandle file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = Append(hash, file, long.MaxValue, cancellationToken);
        return (hash.GetHashAndReset(), length);
    }

    /// <summary>Adds the first <paramref name="length"/> bytes of the file to <paramref name="hash"/>; returns how many there were.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public static long Append(IncrementalHash hash, SafeFileHandle file, long length, CancellationToken cancellationToken)
    {
        var (current, ahead) = (ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize));
        Task<int> reading = Task.FromResult(0);
        try
        {
            long position = 0;
            var count = Read(file, current, position, length);
            while (count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                position += count;
                var (buffer, from) = (ahead, position);
                reading = Task.Run(() => Read(file, buffer, from, length - from), CancellationToken.None);
                hash.AppendData(current, 0, count);
                count = reading.GetAwaiter().GetResult();
                (current, ahead) = (ahead, current);
            }
            return position;
        }
        finally
        {
            // A buffer must not go back while a read may still fill it.
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(ahead);
        }
    }

    private static int Read(SafeFileHandle file, byte[] buffer, long position, long remaining) =>
        remaining <= 0 ? 0 : RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(BufferSize, remaining)), position);
}
