using System.Globalization;

namespace GitEdge.Agent.Git;

/// <summary>A remote whose settings were found usable.</summary>
internal sealed record GitEndpoint
{
    private const int SshPort = 22;

    /// <summary>The settings it was made from.</summary>
    public required GitRemoteOptions Options { get; init; }

    /// <summary>How it is reached.</summary>
    public required GitScheme Scheme { get; init; }

    /// <summary>Host name or address; empty for a file.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port.</summary>
    public int Port { get; init; }

    /// <summary>ssh: whom to log in as.</summary>
    public string? User { get; init; }

    /// <summary>The path at the host.</summary>
    public required string Path { get; init; }

    /// <summary>http: the address without a slash at its end.</summary>
    public string HttpUrl { get; init; } = "";

    /// <summary>The name of the remote.</summary>
    public string Name => Options.Name;

    /// <summary>Where it is, for messages: never with user, password or query.</summary>
    public string Display => Scheme switch
    {
        GitScheme.Http => HttpUrl,
        GitScheme.Ssh => string.Create(CultureInfo.InvariantCulture, $"ssh://{Host}:{Port}/{Path.TrimStart('/')}"),
        _ => $"file://{Path}",
    };

    /// <summary>Reads the settings of a remote; all that is wrong with them comes back in <paramref name="errors"/>.</summary>
    public static GitEndpoint? Parse(GitRemoteOptions options, out IReadOnlyList<string> errors)
    {
        var found = new List<string>();
        errors = found;
        var endpoint = ParseUrl(options, found);
        if (endpoint is not null)
            CheckFiles(endpoint, found);
        return found.Count == 0 ? endpoint : null;
    }

    private static GitEndpoint? ParseUrl(GitRemoteOptions options, List<string> errors)
    {
        var url = options.Url;
        if (url.Any(char.IsControl))
            errors.Add("the url contains a control character");
        // user@host:path, as git and everybody's web page write it.
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && !url.Contains("://", StringComparison.Ordinal))
            return Ssh(options, url[..colon], SshPort, url[(colon + 1)..], errors);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            errors.Add("the url is not https://…, ssh://…, user@host:path or file:///…");
            return null;
        }
        return uri.Scheme switch
        {
            "https" or "http" => Http(options, uri, errors),
            "ssh" => Ssh(options, $"{uri.UserInfo}@{uri.IdnHost}", uri.Port > 0 ? uri.Port : SshPort, SshPath(uri), errors),
            "file" => LocalFolder(options, uri, errors),
            _ => Refuse(errors, $"the scheme {uri.Scheme} is not supported: use https, ssh or file"),
        };
    }

    private static GitEndpoint? Http(GitRemoteOptions options, Uri uri, List<string> errors)
    {
        if (uri.UserInfo.Length > 0)
            return Refuse(errors, "the url contains a user or password: put the token in a file and name it in tokenFile");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return Refuse(errors, "the url contains a query or fragment");
        if (uri.Scheme == "http" && !uri.IsLoopback)
            errors.Add("http is for loopback only: use https");
        if (uri.Scheme == "http" && options.TokenFile is not null)
            errors.Add("a token is never sent over http: use https");
        if (uri.Scheme == "http" && options.CertFile is not null)
            errors.Add("a certificate is shown over https only");
        return new GitEndpoint
        {
            Options = options,
            Scheme = GitScheme.Http,
            Host = uri.IdnHost,
            Port = uri.Port,
            Path = uri.AbsolutePath,
            HttpUrl = uri.AbsoluteUri.TrimEnd('/'),
        };
    }

    private static GitEndpoint? Ssh(GitRemoteOptions options, string login, int port, string path, List<string> errors)
    {
        var at = login.IndexOf('@', StringComparison.Ordinal);
        var (user, host) = at < 0 ? ("", login) : (login[..at], login[(at + 1)..]);
        if (user.Contains(':', StringComparison.Ordinal))
            return Refuse(errors, "the url contains a password: ssh uses identityFile");
        // ssh takes what starts with a dash for an option.
        if (user.Length == 0 || user[0] == '-' || !user.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            errors.Add("the url needs a plain user name, as in git@host:path");
        if (host.StartsWith('-') || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            errors.Add("the url has no plain host name");
        if (path.Length == 0 || path[0] == '-')
            errors.Add("the url has no path, or one that starts with a dash");
        return new GitEndpoint { Options = options, Scheme = GitScheme.Ssh, Host = host, Port = port, User = user, Path = path };
    }

    private static string SshPath(Uri uri)
    {
        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        return path.StartsWith("/~", StringComparison.Ordinal) ? path[1..] : path;
    }

    private static GitEndpoint? LocalFolder(GitRemoteOptions options, Uri uri, List<string> errors) =>
        uri.Host.Length > 0
            ? Refuse(errors, "a file url has three slashes and no host: file:///path")
            : new GitEndpoint { Options = options, Scheme = GitScheme.File, Path = uri.LocalPath };

    private static void CheckFiles(GitEndpoint endpoint, List<string> errors)
    {
        var options = endpoint.Options;
        if (endpoint.Scheme == GitScheme.Ssh && (options.IdentityFile is null || options.KnownHostsFile is null))
            errors.Add("ssh needs identityFile and knownHostsFile");
        if (endpoint.Scheme != GitScheme.Ssh && (options.IdentityFile ?? options.KnownHostsFile) is not null)
            errors.Add("identityFile and knownHostsFile are for ssh only");
        if (endpoint.Scheme != GitScheme.Http && (options.CaFile ?? options.TokenFile ?? options.CertFile ?? options.KeyFile) is not null)
            errors.Add("caFile, tokenFile, certFile and keyFile are for https only");
        if (options.CertFile is null != options.KeyFile is null)
            errors.Add("certFile and keyFile go together");
        string?[] files = [options.CaFile, options.TokenFile, options.CertFile, options.KeyFile, options.IdentityFile, options.KnownHostsFile];
        foreach (var file in files)
        {
            if (file is not null && (!System.IO.Path.IsPathFullyQualified(file) || file.Any(c => char.IsControl(c) || c == '"')))
                errors.Add($"'{file}' is not a plain absolute path");
        }
    }

    private static GitEndpoint? Refuse(List<string> errors, string why)
    {
        errors.Add(why);
        return null;
    }
}
