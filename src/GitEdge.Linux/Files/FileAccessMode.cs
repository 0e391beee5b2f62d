using System.Buffers.Binary;

namespace GitEdge.Linux.Files;

/// <summary>Who owns a file and who may do what with it (statx(2)); links are followed.</summary>
/// <param name="Owner">User id.</param>
/// <param name="Mode">The permission bits, such as octal 644.</param>
public readonly record struct FileAccessMode(uint Owner, int Mode)
{
    // struct statx of linux/stat.h: stx_uid at 20, stx_mode at 28.
    private const int StatusSize = 256;
    private const int OwnerAt = 20;
    private const int ModeAt = 28;
    private const int Permissions = 0xfff;

    /// <summary>True when root alone can change it.</summary>
    public bool IsRootOnly => Owner == 0 && (Mode & 0b000_010_010) == 0;

    /// <summary>What is at <paramref name="path"/>; null when there is nothing.</summary>
    public static unsafe FileAccessMode? Of(string path)
    {
        var status = stackalloc byte[StatusSize];
        if (FileCalls.Status(FileCalls.CurrentFolder, path, 0, FileCalls.StatusAccess, status) != 0)
            return null;
        return new FileAccessMode(
            BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(status + OwnerAt, 4)),
            BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(status + ModeAt, 2)) & Permissions);
    }
}
