using System.Threading.Channels;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Reads a file ahead of who wants it, on one thread that can be left behind. It reads into memory of its own: a read that comes
/// back late must not write into a buffer that somebody else has got meanwhile.
/// </summary>
internal sealed class PatientStream : Stream
{
    private const int PieceSize = 512 * 1024;

    // One is being filled, one waits, one is taken from.
    private const int Pieces = 3;

    private readonly FileStream _file;
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<ArraySegment<byte>> _read = Channel.CreateBounded<ArraySegment<byte>>(
        new BoundedChannelOptions(Pieces - 2) { SingleReader = true, SingleWriter = true });

    private ArraySegment<byte> _piece = ArraySegment<byte>.Empty;

    /// <param name="file">The file; closed with this, or by the last read if that hangs.</param>
    /// <param name="threads">Where reads are made.</param>
    public PatientStream(FileStream file, PatientThreads threads)
    {
        _file = file;
        _ = RunAsync(threads, _closed.Token);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_piece.Count == 0 && (!await _read.Reader.WaitToReadAsync(cancellationToken) || !_read.Reader.TryRead(out _piece)))
            return 0;
        var count = Math.Min(buffer.Length, _piece.Count);
        _piece.AsSpan(0, count).CopyTo(buffer.Span);
        _piece = _piece[count..];
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The token's source is left to the collector: a read that hangs still looks at it when it comes back.
            _closed.Cancel();
            // The handle counts who uses it: a read that hangs closes it when it comes back.
            _file.SafeFileHandle.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Ends with the file, or is left behind when this is closed.</summary>
    private async Task RunAsync(PatientThreads threads, CancellationToken closed)
    {
        try
        {
            await threads.RunAsync(() => ReadAll(closed), static _ => { }, closed);
        }
        catch (OperationCanceledException)
        {
            // Closed: nobody waits for more.
        }
    }

    /// <summary>How it ended is told to the reader, after all that was read.</summary>
    private bool ReadAll(CancellationToken closed)
    {
        var pieces = new byte[Pieces][];
        try
        {
            for (var i = 0; !closed.IsCancellationRequested; i = (i + 1) % Pieces)
            {
                var piece = pieces[i] ??= GC.AllocateUninitializedArray<byte>(PieceSize);
                var count = _file.Read(piece, 0, piece.Length);
                if (count == 0)
                    break;
                _read.Writer.WriteAsync(new ArraySegment<byte>(piece, 0, count), closed).AsTask().GetAwaiter().GetResult();
            }
            _read.Writer.TryComplete();
        }
        catch (Exception e)
        {
            // Whoever reads is told, whatever it is.
            _read.Writer.TryComplete(e);
        }
        return true;
    }
}
