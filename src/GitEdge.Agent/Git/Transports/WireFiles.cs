namespace GitEdge.Agent.Git.Transports;

/// <summary>Reads what a remote's settings point to.</summary>
internal static class WireFiles
{
    private const int Limit = 1 << 20;

    /// <summary>The text of a file of at most 1 MiB.</summary>
    /// <exception cref="WireFailureException">It cannot be read.</exception>
    public static string Read(GitEndpoint endpoint, string path, string what)
    {
        try
        {
            return new FileInfo(path).Length <= Limit
                ? File.ReadAllText(path)
                : throw new IOException("it is larger than 1 MiB");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(endpoint, path, what, failure.Message);
        }
    }

    /// <summary>Makes sure a file is there and may be read.</summary>
    /// <exception cref="WireFailureException">It cannot be read.</exception>
    public static void RequireReadable(GitEndpoint endpoint, string path, string what) => _ = Read(endpoint, path, what);

    /// <summary>What to say when a file cannot be used.</summary>
    public static WireFailureException Unreadable(GitEndpoint endpoint, string path, string what, string why) =>
        new(GitFaults.Of(GitFaultReason.CredentialUnreadable, endpoint, $"the {what} file {path} cannot be used: {why}"));
}
