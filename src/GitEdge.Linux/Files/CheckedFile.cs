namespace GitEdge.Linux.Files;

/// <summary>
/// A small file that survives power cuts, torn writes and bit rot: two checksummed generations, <c>&lt;path&gt;.0</c> and
/// <c>&lt;path&gt;.1</c>. A write replaces the older one atomically, so the one before the last is always left. One writer at
/// a time. At most 64 MiB.
/// </summary>
public sealed class CheckedFile
{
    private readonly string[] _paths;
    private readonly UnixFileMode _mode;

    /// <summary>A checked file at <paramref name="path"/>; the directory must exist before the first write.</summary>
    public CheckedFile(string path, UnixFileMode mode = AtomicFile.PublicMode)
    {
        _paths = [path + ".0", path + ".1"];
        _mode = mode;
    }

    /// <summary>The newest whole content and how both generations were found. Never throws for what is on disk.</summary>
    public CheckedRead Read() => Look().Read;

    /// <summary>
    /// Makes <paramref name="payload"/> the content, durably, before it returns. False when it already is and both
    /// generations are in order: then nothing is written.
    /// </summary>
    /// <exception cref="ArgumentException">The payload is larger than 64 MiB.</exception>
    /// <exception cref="IOException">The disk is full, read-only or failing; the old content stays (see <see cref="LinuxErrors.Of"/>).</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written; the old content stays.</exception>
    public bool Write(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > CheckedGeneration.LargestPayload)
            throw new ArgumentException($"A checked file holds at most {CheckedGeneration.LargestPayload} bytes, not {payload.Length}.", nameof(payload));
        var (read, newest) = Look();
        if (read.Status is CheckedStatus.Whole && read.Payload is { } current && current.Span.SequenceEqual(payload))
            return false;
        var next = new CheckedGeneration(read.Sequence + 1, payload.ToArray());
        AtomicFile.Write(_paths[newest == 0 ? 1 : 0], next.Encode(), _mode);
        return true;
    }

    private (CheckedRead Read, int Newest) Look()
    {
        var first = Load(_paths[0], out var firstFault);
        var second = Load(_paths[1], out var secondFault);
        var newest = first is null && second is null ? -1 : (first?.Sequence ?? 0) >= (second?.Sequence ?? 0) ? 0 : 1;
        var best = newest == 1 ? second : first;
        List<string> faults = [.. new[] { firstFault, secondFault }.OfType<string>()];
        if (best is null)
            return (new CheckedRead(faults.Count == 0 ? CheckedStatus.Missing : CheckedStatus.Torn, null, 0, faults), -1);
        if (first is null || second is null)
            AddLost(first is null ? 0 : 1, best.Sequence, faults);
        else if (first.Sequence == second.Sequence)
            faults.Add($"'{_paths[0]}' and '{_paths[1]}' have the same sequence number {first.Sequence}: one was copied or restored.");
        var status = faults.Count == 0 ? CheckedStatus.Whole : CheckedStatus.Recovered;
        return (new CheckedRead(status, best.Payload, best.Sequence, faults), newest);
    }

    /// <summary>A generation that is simply not there is in order only after the very first write.</summary>
    private void AddLost(int absent, long sequence, List<string> faults)
    {
        if (faults.Count == 0 && sequence > 1)
            faults.Add($"'{_paths[absent]}' is missing, though the content was written {sequence} times.");
    }

    private static CheckedGeneration? Load(string path, out string? fault)
    {
        fault = null;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            if (length > CheckedGeneration.LargestPayload + CheckedGeneration.LongestHeader)
            {
                fault = $"'{path}' is {length} bytes long, more than any checked file.";
                return null;
            }
            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is var count and > 0)
                read += count;
            var generation = CheckedGeneration.Decode(bytes.AsMemory(0, read), out var why);
            fault = generation is null ? $"'{path}' {why}." : null;
            return generation;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"'{path}' cannot be read: {e.Message}";
            return null;
        }
    }
}
