namespace GitEdge.Agent.Artifacts;

/// <summary><c>file:</c> addresses: a USB stick, a network share, a directory of another program.</summary>
internal sealed class FileSource(FetchLimits limits, TimeProvider time)
{
    /// <summary>Asks for the bytes of a file of exactly <paramref name="size"/> bytes from <paramref name="offset"/> on.</summary>
    public SourceAnswer Open(Uri address, long offset, long size)
    {
        var source = SourceName.Of(address);
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
            return new SourceAnswer.Body(offset, new SourceBody(stream, null, source, limits, time));
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            stream?.Dispose();
            return new SourceAnswer.Refused(FetchFaults.NotAFile(source, e.Message));
        }
    }
}
