using System.Buffers.Text;

namespace GitEdge.Linux.Memory;

/// <summary>
/// Finds, in the lines of <c>/proc/PID/smaps</c> (proc_pid_smaps(5)), private mappings of files that can not be written to and hold
/// no page of their own, neither in memory nor swapped out: all that is in them is in the file too. It works on bytes, for the
/// text has half a megabyte and is read by a process that wants to become smaller.
/// </summary>
internal sealed class CleanMappings
{
    private readonly List<FileMapping> _found = [];
    private FileMapping _mapping;
    private bool _isCandidate;

    /// <summary>What was found in the lines so far; complete once <see cref="End"/> was called.</summary>
    public IReadOnlyList<FileMapping> Found => _found;

    /// <summary>Takes one line, without its end.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        // A mapping's first line begins with its address in lower-case hexadecimal digits, every other with a capital.
        if (line.IsEmpty || line[0] is >= (byte)'A' and <= (byte)'Z')
            AddFact(line);
        else
            Begin(line);
    }

    /// <summary>Takes the end of the file.</summary>
    public void End()
    {
        if (_isCandidate)
            _found.Add(_mapping);
        _isCandidate = false;
    }

    /// <summary><c>start-end perms offset dev inode path</c></summary>
    private void Begin(ReadOnlySpan<byte> line)
    {
        End();
        if (!TryHex(ref line, out var start) || !TryHex(ref line, out var end) || end <= start || !TryField(ref line, out var permissions)
            || !TryField(ref line, out _) || !TryField(ref line, out _) || !TryField(ref line, out var inode)
            || !Utf8Parser.TryParse(inode, out ulong number, out var read) || read != inode.Length)
            return;
        _mapping = new FileMapping(start, end, number);
        _isCandidate = number != 0 && permissions.Length == 4 && permissions[1] == (byte)'-' && permissions[3] == (byte)'p';
    }

    /// <summary><c>Name:   number kB</c></summary>
    private void AddFact(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("Anonymous:"u8) || line.StartsWith("Swap:"u8))
            _isCandidate &= Kilobytes(line) == 0;
    }

    /// <summary>The number of a line; -1, which is not nothing, when it has none.</summary>
    private static long Kilobytes(ReadOnlySpan<byte> line)
    {
        var number = line[(line.IndexOf((byte)':') + 1)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(number, out long kilobytes, out _) ? kilobytes : -1;
    }

    private static bool TryHex(ref ReadOnlySpan<byte> line, out nuint value)
    {
        var found = Utf8Parser.TryParse(line, out ulong number, out var read, 'x') && read < line.Length;
        value = (nuint)number;
        line = found ? line[(read + 1)..] : line;
        return found;
    }

    private static bool TryField(ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field)
    {
        line = line.TrimStart((byte)' ');
        var end = line.IndexOf((byte)' ');
        field = end < 0 ? line : line[..end];
        line = line[field.Length..];
        return field.Length > 0;
    }
}
