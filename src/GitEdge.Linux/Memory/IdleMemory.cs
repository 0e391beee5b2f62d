using System.Buffers;

namespace GitEdge.Linux.Memory;

/// <summary>
/// Gives memory back before a long sleep: what native code has freed, and the pages of programs and libraries that nobody has
/// written to. Those stay in the kernel's cache as long as it has room, and come back at the next touch for the price of a page
/// fault. Nothing the process knows is lost by it.
/// </summary>
/// <remarks>
/// A mapping is given back only when it was there, unchanged, at the call before: so none is touched that another thread is just
/// about to load or to unload, between reading the table and acting on it.
/// </remarks>
public sealed class IdleMemory
{
    private const string Table = "/proc/self/smaps";
    private const int BufferSize = 64 * 1024;

    private HashSet<FileMapping> _before = [];

    /// <summary>Gives back what can be; does nothing where the kernel does not tell what there is.</summary>
    /// <returns>Bytes of address space whose pages were given back.</returns>
    public long GiveBack()
    {
        TrimHeap();
        var mappings = Read();
        long given = 0;
        foreach (var mapping in mappings)
        {
            if (_before.Contains(mapping) && MemoryCalls.Advise(mapping.Start, mapping.End - mapping.Start, MemoryCalls.DoNotNeed) == 0)
                given += (long)(mapping.End - mapping.Start);
        }
        _before = mappings;
        return given;
    }

    private static void TrimHeap()
    {
        try
        {
            _ = MemoryCalls.TrimHeap(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library: it keeps what it has.
        }
    }

    private static HashSet<FileMapping> Read()
    {
        var mappings = new CleanMappings();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var table = new FileStream(Table, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var held = 0;
            while (table.Read(buffer, held, buffer.Length - held) is > 0 and var count)
                held = AddLines(mappings, buffer, held + count);
            mappings.End();
            return [.. mappings.Found];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes every whole line and moves the rest to the front; returns its length.</summary>
    private static int AddLines(CleanMappings mappings, byte[] buffer, int held)
    {
        var rest = buffer.AsSpan(0, held);
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            mappings.Add(rest[..end]);
            rest = rest[(end + 1)..];
        }
        rest.CopyTo(buffer);
        return rest.Length;
    }
}
