namespace GitEdge.Agent.Artifacts;

/// <summary>
/// <c>file:</c> addresses: a USB stick, a network share, a directory of another program. A mount that hangs holds up
/// whoever calls the kernel about it, and no signal helps: every call is made on a thread that can be left behind.
/// </summary>
internal sealed class FileSource(FetchLimits limits, TimeProvider time)
{
    private readonly PatientThreads _threads = new();

    /// <summary>Asks for the bytes of a file of exactly <paramref name="size"/> bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<SourceAnswer> OpenAsync(Uri address, long offset, long size, CancellationToken cancellationToken)
    {
        var source = SourceName.Of(address);
        using var patience = new CancellationTokenSource(limits.Stall, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await _threads.RunAsync(() => Open(address, source, offset, size), Discard, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SourceAnswer.Refused(FetchFaults.Hangs(source, limits.Stall));
        }
    }

    private SourceAnswer Open(Uri address, SourceName source, long offset, long size)
    {
        FileStream? stream = null;
        try
        {
            if (Directory.Exists(address.LocalPath))
                return new SourceAnswer.Refused(FetchFaults.NotAFile(source, "it is a directory"));
            stream = new FileStream(address.LocalPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0, FileOptions.SequentialScan);
            if (stream.Length != size)
            {
                var fault = FetchFaults.WrongSize(source, size, $"{stream.Length} bytes");
                stream.Dispose();
                return new SourceAnswer.Refused(fault);
            }
            stream.Position = offset;
            return new SourceAnswer.Body(offset, new SourceBody(new PatientStream(stream, _threads), null, source, limits, time));
        }
        catch (Exception e) when (DiskFault.IsDisk(e) || e is NotSupportedException)
        {
            stream?.Dispose();
            return new SourceAnswer.Refused(FetchFaults.NotAFile(source, e.Message));
        }
    }

    // The mount came back after nobody waited any more.
    private static void Discard(SourceAnswer answer)
    {
        if (answer is SourceAnswer.Body body)
            body.Content.Dispose();
    }
}
