using GitEdge.Core.Primitives;
using GitEdge.Linux;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Git;

/// <summary>The one table of reasons: stable code, next move, cure.</summary>
internal static class GitFaults
{
    private const int MaxText = 500;

    // Less than that is no room for the smallest fetch.
    private const long LeastFree = 64 << 10;

    // What libgit2 has from strerror(3); nothing sets a locale.
    private static readonly string[] FullWords = ["No space left on device", "Disk quota exceeded"];

    /// <summary>The stable code of a reason.</summary>
    public static string CodeOf(GitFaultReason reason) => RowOf(reason).Code;

    /// <summary>Makes a fault for <paramref name="endpoint"/>; what is known of the server's own words goes in the text.</summary>
    public static GitFault Of(GitFaultReason reason, GitEndpoint endpoint, string text, TimeSpan? retryAfter = null) =>
        Of(reason, endpoint.Name, $"Remote '{endpoint.Name}' ({endpoint.Display}): {text}", retryAfter);

    /// <summary>Makes a fault where there is no endpoint.</summary>
    public static GitFault Of(GitFaultReason reason, string remote, string text, TimeSpan? retryAfter = null)
    {
        var row = RowOf(reason);
        return new GitFault
        {
            Kind = row.Kind,
            Reason = reason,
            Remote = remote,
            Text = Tidy(text),
            Cure = row.Cure,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The disk is full: the same code and cure as wherever else it is noticed.</summary>
    public static GitFault DiskFull(GitEndpoint endpoint, string place, string text) =>
        Of(GitFaultReason.DiskFull, endpoint, text) with { Cure = DiskFault.NoSpace("", place).Cure };

    /// <summary>The device's copy at <paramref name="place"/> could not be written or read, perhaps because the disk is full.</summary>
    public static GitFault OfStorage(GitEndpoint endpoint, string place, string text, Exception? cause = null) =>
        (cause is not null && LinuxErrors.IsFull(cause)) || FullWords.Any(words => text.Contains(words, StringComparison.Ordinal)) || IsFull(place)
            ? DiskFull(endpoint, place, text)
            : Of(GitFaultReason.Storage, endpoint, text);

    /// <summary>What nobody thought of.</summary>
    public static GitFault Unforeseen(GitEndpoint endpoint, Exception what) =>
        Of(GitFaultReason.Unknown, endpoint, $"it failed in a way that was not foreseen: {what.GetType().Name}: {what.Message}");

    private static bool IsFull(string place)
    {
        try
        {
            return FileSpace.FreeAt(place) < LeastFree;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return false;
        }
    }

    // A server's words end up in a journal and on terminals: one line, nothing that acts, bounded.
    private static string Tidy(string text) =>
        ControlText.Escape(string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), MaxText);

    private static (string Code, GitFaultKind Kind, string Cure) RowOf(GitFaultReason reason) => reason switch
    {
        GitFaultReason.Unreachable => ("unreachable", GitFaultKind.Transient,
            "Check the device's network and that the server is up; it is tried again by itself."),
        GitFaultReason.Dns => ("dns", GitFaultKind.Transient,
            "Check the host name in the remote's url and the device's name servers."),
        GitFaultReason.TlsUntrusted => ("tls-untrusted", GitFaultKind.Permanent,
            "Check the device's clock and the server's certificate, or name the right authority in the remote's caFile."),
        GitFaultReason.AuthFailed => ("auth-failed", GitFaultKind.Permanent,
            "Check that the remote's tokenFile, certFile or identityFile holds a credential that may read this repository."),
        GitFaultReason.NotFound => ("not-found", GitFaultKind.Permanent,
            "Check the path in the remote's url, and that the credential may see the repository: servers hide what it may not."),
        GitFaultReason.HostKeyMismatch => ("host-key-mismatch", GitFaultKind.Permanent,
            "If the server's key was changed on purpose, put the new one in the remote's knownHostsFile; if not, someone may be in between."),
        GitFaultReason.Redirected => ("redirected", GitFaultKind.Permanent,
            "Redirects are never followed: put the final address in the remote's url."),
        GitFaultReason.Protocol => ("protocol", GitFaultKind.Transient,
            "Check with 'git ls-remote' that a Git server answers at the remote's url, over the smart protocol."),
        GitFaultReason.RepositoryMissing => ("repository-missing", GitFaultKind.Permanent,
            "Check the path in the remote's url, and that the repository is still there."),
        GitFaultReason.TimedOut => ("timed-out", GitFaultKind.Transient,
            "Check the link and the server's load; it is tried again by itself."),
        GitFaultReason.TooSlow => ("too-slow", GitFaultKind.Transient,
            "Check the link and the server's load; it is tried again by itself."),
        GitFaultReason.ServerBusy => ("server-busy", GitFaultKind.Waiting,
            "Nothing to do: it is tried again after the pause the server asked for. If it stays, poll less often."),
        GitFaultReason.ServerError => ("server-error", GitFaultKind.Transient,
            "Look at the server's own log; it is tried again by itself."),
        GitFaultReason.TooManyReferences => ("too-many-references", GitFaultKind.Permanent,
            "Delete old branches and tags from the repository, or give the fleet a repository of its own."),
        GitFaultReason.TooLarge => ("too-large", GitFaultKind.Permanent,
            "Keep large files out of the fleet repository; models are artifacts, named by digest."),
        GitFaultReason.UnsafeFolder => ("unsafe-folder", GitFaultKind.Permanent,
            "Make the folder with 'git clone --bare --no-hardlinks': a repository of plain files and folders that needs nothing outside."),
        GitFaultReason.DiskFull => (DiskFault.Full, GitFaultKind.Waiting, "Make room on the device's disk."),
        GitFaultReason.Storage => ("storage", GitFaultKind.Transient,
            "Check free space, permissions and health of the file system that holds the device's copy of the repository."),
        GitFaultReason.Incomplete => ("incomplete", GitFaultKind.Transient,
            "Check the server's repository with 'git fsck'; the device fetches everything afresh next time."),
        GitFaultReason.ObjectFormat => ("object-format", GitFaultKind.Permanent,
            "Repositories in the sha256 object format are not supported yet: use one in the default format."),
        GitFaultReason.Misconfigured => ("misconfigured", GitFaultKind.Permanent, "Correct the remote in the agent's configuration."),
        GitFaultReason.CredentialUnreadable => ("credential-unreadable", GitFaultKind.Permanent,
            "Check that the file exists, has the right content and may be read by the agent's user."),
        _ => ("unknown", GitFaultKind.Transient, "Look at the journal around this time."),
    };
}
