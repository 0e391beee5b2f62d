namespace GitEdge.Linux;

/// <summary>The errors of the system that decide what is done next, by their number on Linux (asm-generic/errno.h).</summary>
public enum LinuxError
{
    /// <summary>None of these.</summary>
    Unknown = 0,

    /// <summary>EPERM.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT.</summary>
    NotFound = 2,

    /// <summary>EINTR.</summary>
    Interrupted = 4,

    /// <summary>EIO: the medium failed.</summary>
    MediumFailed = 5,

    /// <summary>EAGAIN: another process holds it.</summary>
    Busy = 11,

    /// <summary>EACCES.</summary>
    AccessDenied = 13,

    /// <summary>EEXIST.</summary>
    Exists = 17,

    /// <summary>EXDEV: the two names are on different file systems.</summary>
    OtherFileSystem = 18,

    /// <summary>ENOTDIR.</summary>
    NotDirectory = 20,

    /// <summary>EINVAL.</summary>
    Invalid = 22,

    /// <summary>EFBIG: larger than the file system or a limit of the process allows.</summary>
    TooLarge = 27,

    /// <summary>ENOSPC: no space, or no inode, left.</summary>
    NoSpace = 28,

    /// <summary>EROFS.</summary>
    ReadOnly = 30,

    /// <summary>EMLINK: the file has as many names as its file system allows.</summary>
    TooManyLinks = 31,

    /// <summary>EOPNOTSUPP.</summary>
    NotSupported = 95,

    /// <summary>EDQUOT: the user's quota is used up.</summary>
    QuotaExceeded = 122,
}
