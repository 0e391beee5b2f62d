namespace GitEdge.Agent.Git.Transports;

/// <summary>What ssh's words mean. OpenSSH does not translate them; they have been the same for many years.</summary>
internal static class SshFaults
{
    private static readonly (string Words, GitFaultReason Reason, string Text)[] Known =
    [
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", GitFaultReason.HostKeyMismatch, "its host key is not the one that is known."),
        ("Host key verification failed", GitFaultReason.HostKeyMismatch, "its host key is not among those that are known."),
        ("REVOKED HOST KEY", GitFaultReason.HostKeyMismatch, "its host key is marked as revoked."),
        ("Could not resolve hostname", GitFaultReason.Dns, "the host name cannot be resolved."),
        ("Connection timed out", GitFaultReason.TimedOut, "no connection within 20 seconds."),
        ("Operation timed out", GitFaultReason.TimedOut, "no connection within 20 seconds."),
        ("timed out", GitFaultReason.TimedOut, "it does not answer any more."),
        ("Load key", GitFaultReason.CredentialUnreadable, "the key of identityFile cannot be used."),
        ("Permission denied (", GitFaultReason.AuthFailed, "it does not accept the key of identityFile."),
        ("Too many authentication failures", GitFaultReason.AuthFailed, "it does not accept the key of identityFile."),
        ("does not appear to be a git repository", GitFaultReason.RepositoryMissing, "there is no repository at this path."),
        ("not a git repository", GitFaultReason.RepositoryMissing, "there is no repository at this path."),
        ("epository not found", GitFaultReason.NotFound, "it has no repository at this address."),
        ("git-upload-pack: not found", GitFaultReason.Protocol, "git is not installed there."),
        ("command not found", GitFaultReason.Protocol, "git is not installed there."),
        ("Connection refused", GitFaultReason.Unreachable, "the connection was refused."),
        ("No route to host", GitFaultReason.Unreachable, "there is no route to it."),
        ("Network is unreachable", GitFaultReason.Unreachable, "there is no route to it."),
        ("Connection closed", GitFaultReason.Unreachable, "it closed the connection."),
        ("Connection reset", GitFaultReason.Unreachable, "it closed the connection."),
    ];

    /// <summary>The fault when ssh ended early.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="words">What ssh said.</param>
    /// <param name="exitCode">What it ended with.</param>
    /// <param name="answered">Whether anything of Git's protocol was received before.</param>
    public static GitFault Of(GitEndpoint endpoint, string words, string exitCode, bool answered)
    {
        // A host key first: ssh says much else around it, and it matters most.
        foreach (var (known, reason, text) in Known)
        {
            if (words.Contains(known, StringComparison.Ordinal))
                return GitFaults.Of(reason, endpoint, text + Quote(words, reason));
        }
        var what = answered ? "the connection broke in the middle of an answer" : "ssh ended before Git answered";
        return GitFaults.Of(GitFaultReason.Unreachable, endpoint, $"{what} (exit code {exitCode}).{Quote(words, GitFaultReason.Unknown)}");
    }

    private static string Quote(string words, GitFaultReason reason)
    {
        // The changed-key banner is a page of at signs, and says no more than the reason does.
        var line = words.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.Length > 0 && !l.StartsWith('@'));
        return line is null || reason == GitFaultReason.HostKeyMismatch ? "" : $" It says: {line}";
    }
}
