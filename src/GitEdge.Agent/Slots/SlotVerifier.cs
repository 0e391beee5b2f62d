using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Slots;

/// <summary>Reads slots and says what is in them. Never writes, never follows a link, never throws for what is on disk.</summary>
internal static class SlotVerifier
{
    /// <summary>Reads every byte of a slot.</summary>
    public static SlotStatus Verify(SlotLayout layout, Slot slot, CancellationToken cancellationToken)
    {
        var generation = ReadRecord(layout.RecordOf(slot), out var fault);
        if (generation is null)
            return fault.Length == 0 ? new SlotStatus.Missing() : new SlotStatus.Damaged([fault]);
        var directory = layout.Of(slot);
        var expected = generation.Files.ToList();
        List<string> faults = [.. expected.Select(f => FaultOf(directory, f, cancellationToken)).OfType<string>()];
        var known = expected.Select(f => f.Path).Append(SlotLayout.Record).ToHashSet(StringComparer.Ordinal);
        try
        {
            AddStrangers(directory, "", known, faults);
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            faults.Add($"'{directory}' cannot be listed: {e.Message}");
        }
        return faults.Count == 0 ? new SlotStatus.Whole(generation) : new SlotStatus.Damaged(faults);
    }

    /// <summary>The record of a slot; null with an empty fault when there is none, with a fault when it cannot be used.</summary>
    public static SlotGeneration? ReadRecord(string path, out string fault)
    {
        fault = "";
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > SlotRecord.LongestFile })
            {
                fault = $"'{path}' is larger than any record.";
                return null;
            }
            var generation = SlotRecord.Decode(File.ReadAllBytes(path), out var why);
            fault = generation is null ? $"'{path}' {why}." : "";
            return generation;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            fault = $"'{path}' cannot be read: {e.Message}";
            return null;
        }
    }

    /// <summary>What is wrong with one file of a slot, its length and bytes read through one descriptor; null when nothing is.</summary>
    public static string? FaultOf(string directory, SlotFile file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, file.Path);
        try
        {
            if (new FileInfo(path).LinkTarget is not null)
                return $"'{path}' is a symbolic link.";
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                FileOptions.SequentialScan);
            if (RandomAccess.GetLength(handle) is var length && length != file.Size)
                return $"'{path}' has {length} bytes instead of {file.Size}.";
            var (hash, _) = FileHash.Of(handle, cancellationToken);
            var digest = Sha256Digest.FromBytes(hash);
            return digest == file.Digest ? null : $"'{path}' is {digest} instead of {file.Digest}.";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"'{path}' is missing.";
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return $"'{path}' cannot be read: {e.Message}";
        }
    }

    /// <summary>A server looks for models by itself, so what the record does not name must not be there either.</summary>
    private static void AddStrangers(string directory, string below, HashSet<string> known, List<string> faults)
    {
        foreach (var entry in new DirectoryInfo(Path.Combine(directory, below)).EnumerateFileSystemInfos())
        {
            var relative = below.Length == 0 ? entry.Name : $"{below}/{entry.Name}";
            if (known.Contains(relative))
                continue;
            if (entry is DirectoryInfo { LinkTarget: null } && known.Any(k => k.StartsWith(relative + "/", StringComparison.Ordinal)))
                AddStrangers(directory, relative, known, faults);
            else
                faults.Add($"'{entry.FullName}' does not belong there.");
        }
    }
}
