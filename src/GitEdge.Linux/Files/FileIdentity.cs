using System.Buffers.Binary;

namespace GitEdge.Linux.Files;

/// <summary>Which file a name stands for, and whether it was written since: the same under each of its hard links.</summary>
/// <param name="Device">Major and minor number of its file system.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">When it was last written, in nanoseconds since 1970.</param>
public sealed unsafe record FileIdentity(ulong Device, ulong Inode, long Size, Int128 Modified)
{
    // struct statx of linux/stat.h is the same on every architecture.
    private const int StatusSize = 256;
    private const int InodeAt = 32;
    private const int SizeAt = 40;
    private const int ModifiedAt = 112;
    private const int DeviceAt = 136;

    /// <summary>Of what <paramref name="path"/> stands for now; a link is not followed. Null when it cannot be told.</summary>
    public static FileIdentity? Of(string path)
    {
        var status = stackalloc byte[StatusSize];
        if (FileCalls.Status(FileCalls.CurrentFolder, path, FileCalls.NoFollow, FileCalls.StatusIdentity, status) != 0)
            return null;
        var bytes = new ReadOnlySpan<byte>(status, StatusSize);
        return new FileIdentity(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[DeviceAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[InodeAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[SizeAt..]),
            (Int128)1_000_000_000 * BinaryPrimitives.ReadInt64LittleEndian(bytes[ModifiedAt..]) + BinaryPrimitives.ReadUInt32LittleEndian(bytes[(ModifiedAt + 8)..]));
    }
}
