using System.Buffers;
using System.Security.Cryptography;
using GitEdge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Copies a source to a file and hashes what it writes, at the speed of the slower of the two: while buffers are hashed one after
/// the other on another thread, they are written and the next ones read. The kernel is asked to write back as the copy goes, so that
/// the sync at the end is short.
/// </summary>
internal sealed class HashingCopy(SafeFileHandle destination, IncrementalHash hash, TimeProvider time)
{
    private const int BufferSize = 512 * 1024;

    // Neither side waits for the other at every buffer: each wait costs a switch of threads.
    private const int Buffers = 4;

    // Kernels with large folios look for as much memory in one piece as a write is long. Where that has to be found first, as in
    // virtual machines that give free memory back, writing a mebibyte at a time was seen to take four times as long.
    private const int WriteSize = 128 * 1024;
    private const long WriteBackEvery = 16L * 1024 * 1024;
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;
    private Task _hashing = Task.CompletedTask;
    private bool _ended;
    private bool _broken;

    /// <summary>Told, after each write, how far the file is written.</summary>
    public Action<long>? Written { get; init; }

    /// <summary>Where the next byte goes: everything before is written and hashed once <see cref="RunAsync"/> has returned.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// Copies from <paramref name="start"/> up to <paramref name="size"/>; the byte after it is asked for and never written.
    /// <paramref name="read"/> returns 0 at the end and -1 when it broke off.
    /// </summary>
    /// <exception cref="IOException">The destination refuses: full, read-only or failing.</exception>
    public async Task<CopyEnd> RunAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, long start, long size,
        Action<long>? progress, CancellationToken cancellationToken)
    {
        Position = start;
        var ring = new (byte[] Bytes, Task Hashed)[Buffers];
        for (var i = 0; i < Buffers; i++)
            ring[i] = (ArrayPool<byte>.Shared.Rent(BufferSize), Task.CompletedTask);
        try
        {
            for (var i = 0; !_ended && Position < size; i = (i + 1) % Buffers)
            {
                await ring[i].Hashed;
                var wanted = (int)Math.Min(BufferSize, size - Position);
                var count = await FillAsync(read, ring[i].Bytes.AsMemory(0, wanted), cancellationToken);
                ring[i].Hashed = Write(ring[i].Bytes, count);
                progress?.Invoke(Position);
            }
            await _hashing;
            return await EndAsync(read, size, ring[0].Bytes, cancellationToken);
        }
        finally
        {
            // A buffer must not go back to the pool while it may still be hashed.
            await _hashing;
            foreach (var (bytes, _) in ring)
                ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private async ValueTask<CopyEnd> EndAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> read, long size, byte[] spare, CancellationToken cancellationToken)
    {
        if (_broken)
            return CopyEnd.Broken;
        if (Position < size)
            return CopyEnd.Short;
        return await read(spare.AsMemory(0, 1), cancellationToken) switch
        {
            0 => CopyEnd.Complete,
            < 0 => CopyEnd.Broken,
            _ => CopyEnd.Long,
        };
    }

    /// <summary>Fills the buffer, but holds bytes of a slow source no longer than a second: a kill loses what is held.</summary>
    private async ValueTask<int> FillAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> read, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var (filled, since) = (0, _time.GetTimestamp());
        while (filled < buffer.Length)
        {
            var count = await read(buffer[filled..], cancellationToken);
            (_broken, _ended) = (count < 0, count <= 0);
            if (_ended)
                break;
            filled += count;
            if (_time.GetElapsedTime(since) > LongestHold)
                break;
        }
        return filled;
    }

    /// <summary>Ends when the buffer is hashed, and is no longer needed.</summary>
    private Task Write(byte[] buffer, int count)
    {
        if (count == 0)
            return _hashing;
        _hashing = _hashing.ContinueWith(before =>
        {
            before.GetAwaiter().GetResult();
            hash.AppendData(buffer, 0, count);
        }, CancellationToken.None, TaskContinuationOptions.PreferFairness, TaskScheduler.Default);
        for (var done = 0; done < count; done += WriteSize)
            RandomAccess.Write(destination, buffer.AsSpan(done, Math.Min(WriteSize, count - done)), Position + done);
        var (before, after) = (Position / WriteBackEvery, (Position + count) / WriteBackEvery);
        if (before != after)
            FileSpace.StartWriting(destination, before * WriteBackEvery, WriteBackEvery);
        Position += count;
        Written?.Invoke(Position);
        return _hashing;
    }
}
