using System.Text;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>Files of proc and sysfs: the kernel takes a value in one write(2) and answers with its own words.</summary>
public static class KernelFile
{
    private const int LongestValue = 64 * 1024;

    /// <summary>The whole content; null when there is no such file, or nothing in it can be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[LongestValue];
            var length = 0;
            while (length < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(length), length) is var count and > 0)
                length += count;
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether anybody may write it: the kernel shows by the mode what it takes.</summary>
    public static bool IsWritable(string path) => FileAccessMode.Of(path) is { } status && (status.Mode & 0b010_010_010) != 0;

    /// <summary>Writes a value, with a line feed, in one call; the file is never made.</summary>
    /// <exception cref="LinuxException">The kernel refuses: the value (EINVAL), the moment (EBUSY), or there is no such file.</exception>
    public static void Write(string path, string value)
    {
        using var file = new SafeFileHandle(FileCalls.Checked(() => FileCalls.Open(path, FileCalls.OpenToReplace), "open", path), ownsHandle: true);
        var bytes = Encoding.UTF8.GetBytes(value + "\n");
        FileCalls.Checked(() => (int)FileCalls.Write(file, bytes, (nuint)bytes.Length), "write", path);
    }
}
