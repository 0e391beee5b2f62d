using System.CommandLine;
using System.CommandLine.Parsing;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>The options that say how the repository lets the device in; each is for the address of its own kind.</summary>
internal sealed class RemoteArguments
{
    private const string Https = "https";
    private const string Ssh = "ssh";

    private readonly Option<string?> _caFile = File("--ca-file", "https: PEM file with the only authorities that are trusted.");
    private readonly Option<string?> _tokenFile = File("--token-file", "https: file with an access token.");
    private readonly Option<string?> _tokenUser = new("--token-user") { Description = "https: user name that goes with the token.", HelpName = "NAME" };
    private readonly Option<string?> _certFile = File("--cert-file", "https: PEM file with the certificate the device shows.");
    private readonly Option<string?> _keyFile = File("--key-file", "https: PEM file with its private key.");
    private readonly Option<string?> _identityFile = File("--identity-file", "ssh: the private key.");
    private readonly Option<string?> _knownHostsFile = File("--known-hosts-file", "ssh: the host keys that are trusted.");

    private Option<string?>[] OverHttps => [_caFile, _tokenFile, _tokenUser, _certFile, _keyFile];

    private Option<string?>[] OverSsh => [_identityFile, _knownHostsFile];

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in OverHttps.Concat(OverSsh))
            command.Add(option);
    }

    /// <summary>Why it is not clear to whom a file would be shown; null when it is.</summary>
    public string? FindAmbiguity(CommandResult result, IReadOnlyList<string> urls)
    {
        foreach (var (kind, group) in new[] { (Https, OverHttps), (Ssh, OverSsh) })
        {
            if (group.FirstOrDefault(option => result.GetResult(option) is not null) is { } given && urls.Count(url => KindOf(url) == kind) is not 1 and var count)
                return $"{given.Name} is for one address over {kind}, and there are {count}: enrol with one, and add the others to the configuration";
        }
        return null;
    }

    /// <summary>The remotes, in the order of their addresses.</summary>
    public IReadOnlyList<RemoteSpec> Of(ParseResult parsed, IReadOnlyList<string> urls) => [.. urls.Select((url, index) => Of(parsed, url, index))];

    private RemoteSpec Of(ParseResult parsed, string url, int index)
    {
        var remote = new RemoteSpec { Name = index == 0 ? "origin" : FormattableString.Invariant($"mirror-{index}"), Url = url };
        return KindOf(url) switch
        {
            Https => remote with
            {
                CaFile = Full(parsed, _caFile),
                TokenFile = Full(parsed, _tokenFile),
                TokenUser = parsed.GetValue(_tokenUser),
                CertFile = Full(parsed, _certFile),
                KeyFile = Full(parsed, _keyFile),
            },
            Ssh => remote with { IdentityFile = Full(parsed, _identityFile), KnownHostsFile = Full(parsed, _knownHostsFile) },
            _ => remote,
        };
    }

    private static string KindOf(string url) => url switch
    {
        _ when url.StartsWith("https://", StringComparison.Ordinal) => Https,
        _ when url.StartsWith("ssh://", StringComparison.Ordinal) || !url.Contains("://", StringComparison.Ordinal) => Ssh,
        _ => "",
    };

    private static string? Full(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } path
        ? null
        : path.StartsWith(AgentManifest.Credentials, StringComparison.Ordinal) ? path : Path.GetFullPath(path);

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
