namespace GitEdge.Linux;

/// <summary>Which error of the system lies behind an exception, ours or the base library's.</summary>
public static class LinuxErrors
{
    /// <summary>
    /// The error behind <paramref name="exception"/>. The base library keeps the raw number in
    /// <see cref="Exception.HResult"/> of an <see cref="IOException"/>, and hides it in the inner exception of an
    /// <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static LinuxError Of(Exception exception) => exception switch
    {
        LinuxException own => own.Error,
        FileNotFoundException or DirectoryNotFoundException => LinuxError.NotFound,
        UnauthorizedAccessException { InnerException: IOException inner } => Named(inner.HResult, LinuxError.AccessDenied),
        UnauthorizedAccessException => LinuxError.AccessDenied,
        IOException io => Named(io.HResult, LinuxError.Unknown),
        _ => LinuxError.Unknown,
    };

    /// <summary>Whether the disk, or the user's share of it, is full.</summary>
    public static bool IsFull(Exception exception) => Of(exception) is LinuxError.NoSpace or LinuxError.QuotaExceeded;

    internal static LinuxError Named(int errno, LinuxError otherwise = LinuxError.Unknown) =>
        Enum.IsDefined((LinuxError)errno) && errno != 0 ? (LinuxError)errno : otherwise;
}
