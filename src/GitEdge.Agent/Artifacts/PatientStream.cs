namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Reads a file on threads that can be left behind. It reads into memory of its own: a read that comes back late must not
/// write into a buffer that somebody else has got meanwhile.
/// </summary>
/// <param name="file">The file; closed with this, or by the last read if that hangs.</param>
/// <param name="threads">Where reads are made.</param>
internal sealed class PatientStream(FileStream file, PatientThreads threads) : Stream
{
    private byte[] _own = [];

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
        if (_own.Length < buffer.Length)
            _own = new byte[buffer.Length];
        var (own, wanted) = (_own, buffer.Length);
        var count = await threads.RunAsync(() => file.Read(own, 0, wanted), static _ => { }, cancellationToken);
        own.AsSpan(0, count).CopyTo(buffer.Span);
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
        // The handle counts who uses it: a read that hangs closes it when it comes back.
        if (disposing)
            file.SafeFileHandle.Dispose();
        base.Dispose(disposing);
    }
}
