using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>What libgit2's own errors mean, once the wire has nothing to say.</summary>
internal static class LibGit2Faults
{
    // git_error_t of libgit2 1.8.
    private const int NoMemory = 1;
    private const int OperatingSystem = 2;
    private const int Repository = 6;
    private const int Configuration = 7;
    private const int FileSystem = 30;

    /// <summary>Names an error.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="place">Where the device's copy is.</param>
    /// <param name="kind">libgit2's class of the error.</param>
    /// <param name="code">What the call returned.</param>
    /// <param name="message">libgit2's words.</param>
    public static GitFault Of(GitEndpoint endpoint, string place, int kind, int code, string message)
    {
        if (message.Contains("object format", StringComparison.OrdinalIgnoreCase) || message.Contains("object-format", StringComparison.OrdinalIgnoreCase)
            || message.Contains("objectformat", StringComparison.OrdinalIgnoreCase))
        {
            return GitFaults.Of(GitFaultReason.ObjectFormat, endpoint, "it uses the sha256 object format.");
        }
        if (endpoint.Scheme == GitScheme.File && (code == LibGit2.NotFound || kind is Repository or Configuration))
            return GitFaults.Of(GitFaultReason.RepositoryMissing, endpoint, $"there is no repository that can be read: {message}.");
        if (kind == NoMemory)
            return GitFaults.Of(GitFaultReason.TooLarge, endpoint, $"something it sent takes more than {LibGit2Memory.Largest >> 20} MiB of memory to unpack, or all of it more than {LibGit2Memory.LargestSession >> 20} MiB.");
        return kind is OperatingSystem or FileSystem
            ? GitFaults.OfStorage(endpoint, place, $"what it sent could not be stored: {message}.")
            : GitFaults.Of(GitFaultReason.Protocol, endpoint, $"what it sent cannot be understood: {message}.");
    }
}
