using System.Runtime.InteropServices;

namespace GitEdge.Linux;

/// <summary>A system call failed: which, on what, and why.</summary>
public sealed class LinuxException : IOException
{
    /// <summary>Describes a failed call; <paramref name="errno"/> is the system's number.</summary>
    public LinuxException(string operation, string path, int errno)
        : base($"{operation} '{path}': {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})", errno)
    {
        Operation = operation;
        Path = path;
        Errno = errno;
    }

    /// <summary>The call, as in its manual page.</summary>
    public string Operation { get; }

    /// <summary>What it was asked to work on.</summary>
    public string Path { get; }

    /// <summary>The system's number.</summary>
    public int Errno { get; }

    /// <summary>The same by name; Unknown when it is none that decides anything.</summary>
    public LinuxError Error => LinuxErrors.Named(Errno);
}
