using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>Tells what a name stands for without opening it; the base library tells a pipe from a file only by opening it.</summary>
public static unsafe class FileKinds
{
    // struct statx of linux/stat.h is the same on every architecture: 256 bytes, stx_mode at 28.
    private const int StatusSize = 256;
    private const int ModeAt = 28;
    private const int TypeMask = 0xf000;

    /// <summary>What <paramref name="path"/> stands for; links are not followed (statx(2)).</summary>
    public static FileKind Of(string path)
    {
        var status = stackalloc byte[StatusSize];
        if (FileCalls.Status(FileCalls.CurrentFolder, path, FileCalls.NoFollow, FileCalls.StatusType, status) != 0)
            return FileKind.Unknown;
        return Kind(status);
    }

    /// <summary>What an open descriptor stands for (statx(2) with AT_EMPTY_PATH).</summary>
    public static FileKind Of(SafeFileHandle file)
    {
        var status = stackalloc byte[StatusSize];
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return FileCalls.Status((int)file.DangerousGetHandle(), "", FileCalls.EmptyPath, FileCalls.StatusType, status) == 0 ? Kind(status) : FileKind.Unknown;
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    private static FileKind Kind(byte* status) => (BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(status + ModeAt, 2)) & TypeMask) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0xa000 => FileKind.Link,
        _ => FileKind.Special,
    };
}
