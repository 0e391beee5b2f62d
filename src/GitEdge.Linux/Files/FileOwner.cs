using System.Buffers.Binary;

namespace GitEdge.Linux.Files;

/// <summary>Who owns a file or folder.</summary>
public static unsafe class FileOwner
{
    // struct statx of linux/stat.h: 256 bytes, stx_uid at 20.
    private const int StatusSize = 256;
    private const int OwnerAt = 20;

    /// <summary>The user's number; null when nothing is there. Links are not followed (statx(2)).</summary>
    public static uint? Of(string path)
    {
        var status = stackalloc byte[StatusSize];
        return FileCalls.Status(FileCalls.CurrentFolder, path, FileCalls.NoFollow, FileCalls.StatusOwner, status) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(status + OwnerAt, 4))
            : null;
    }
}
