using System.Globalization;

namespace GitEdge.Agent.Git.Transports;

/// <summary>How ssh is called: nobody's configuration, one key, known hosts only, no question asked, nothing forwarded.</summary>
internal static class SshCommand
{
    /// <summary>The arguments that run git-upload-pack at <paramref name="endpoint"/>.</summary>
    public static IReadOnlyList<string> ArgumentsFor(GitEndpoint endpoint) =>
    [
        "-F", "/dev/null", "-T", "-x", "-a",
        .. Option("BatchMode", "yes"),
        .. Option("StrictHostKeyChecking", "yes"),
        .. Option("UpdateHostKeys", "no"),
        .. Option("UserKnownHostsFile", Quoted(endpoint.Options.KnownHostsFile!)),
        .. Option("GlobalKnownHostsFile", "/dev/null"),
        .. Option("IdentitiesOnly", "yes"),
        .. Option("IdentityAgent", "none"),
        .. Option("IdentityFile", Quoted(endpoint.Options.IdentityFile!)),
        .. Option("ClearAllForwardings", "yes"),
        .. Option("PermitLocalCommand", "no"),
        .. Option("ControlPath", "none"),
        .. Option("ConnectTimeout", "20"),
        .. Option("ServerAliveInterval", "15"),
        .. Option("ServerAliveCountMax", "3"),
        "-p", endpoint.Port.ToString(CultureInfo.InvariantCulture),
        "-l", endpoint.User!,
        "--", endpoint.Host,
        $"git-upload-pack '{endpoint.Path.Replace("'", "'\\''", StringComparison.Ordinal)}'",
    ];

    private static IEnumerable<string> Option(string name, string value) => ["-o", $"{name}={value}"];

    // ssh_config(5): spaces need quotes, and % starts a token.
    private static string Quoted(string path) => $"\"{path.Replace("%", "%%", StringComparison.Ordinal)}\"";
}
