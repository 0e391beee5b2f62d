using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Testing;

/// <summary>Real git over real http: nginx, fcgiwrap and git-http-backend, with TLS and a token when asked.</summary>
public sealed class GitHttpServer : IDisposable
{
    private readonly Process _gateway;
    private readonly NginxServer _nginx;
    private readonly string _scheme;

    private GitHttpServer(Process gateway, NginxServer nginx, string scheme)
    {
        _gateway = gateway;
        _nginx = nginx;
        _scheme = scheme;
    }

    /// <summary>The address of a repository.</summary>
    /// <param name="repository">Its path below the served folder.</param>
    /// <param name="host">localhost or 127.0.0.1.</param>
    public string Url(string repository, string host = "localhost") => string.Create(CultureInfo.InvariantCulture, $"{_scheme}://{host}:{_nginx.Port}/{repository}");

    /// <summary>nginx's log, one line for each request that was answered by now.</summary>
    public IReadOnlyList<string> ReadRequests() => _nginx.ReadRequests();

    /// <summary>Starts it.</summary>
    /// <param name="directory">Where its own files go.</param>
    /// <param name="root">The folder whose repositories are served.</param>
    /// <param name="certificate">PEM files of certificate and key; null means plain http.</param>
    /// <param name="token">Required as password of user <c>gitedge</c>; null lets everybody in.</param>
    /// <param name="clients">Authority of the certificates that clients must show; null asks for none.</param>
    public static GitHttpServer Start(
        string directory, string root, (string Certificate, string Key)? certificate = null, string? token = null, string? clients = null)
    {
        Directory.CreateDirectory(directory);
        var socket = Path.Combine(directory, "fcgi.sock");
        var gateway = Process.Start(new ProcessStartInfo("fcgiwrap", ["-s", "unix:" + socket])
        {
            UseShellExecute = false,
            Environment = { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_SYSTEM"] = "/dev/null" },
        })!;
        Until.TrueAsync(() => File.Exists(socket), "fcgiwrap's socket").GetAwaiter().GetResult();
        var nginx = NginxServer.Start(directory, ServerBlock(directory, root, socket, certificate, token) + Clients(clients), tls: certificate is not null);
        return new GitHttpServer(gateway, nginx, certificate is null ? "http" : "https");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _nginx.Dispose();
        _gateway.Kill(entireProcessTree: true);
        _gateway.WaitForExit();
        _gateway.Dispose();
    }

    private static string Clients(string? authority) =>
        authority is null ? "" : $"\nssl_client_certificate {authority}; ssl_verify_client on; ssl_verify_depth 2;";

    private static string ServerBlock(string directory, string root, string socket, (string Certificate, string Key)? certificate, string? token)
    {
        var tls = certificate is { } pair ? $"ssl_certificate {pair.Certificate}; ssl_certificate_key {pair.Key};" : "";
        var access = "";
        if (token is not null)
        {
            var passwords = Path.Combine(directory, "passwords");
            File.WriteAllText(passwords, $"gitedge:{Tool.Run("openssl", ["passwd", "-apr1", token])}");
            access = $"auth_basic fleet; auth_basic_user_file {passwords};";
        }
        return $$"""
            server_name localhost; {{tls}} {{access}} client_max_body_size 0;
            location /moved/ { return 302 $scheme://$http_host/fleet.git/info/refs?$args; }
            location /busy/ { add_header Retry-After 120 always; return 503; }
            location /page/ { default_type text/html; return 200 "<html></html>"; }
            location /failing/ { return 500; }
            location / {
              fastcgi_pass unix:{{socket}};
              fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
              fastcgi_param GIT_PROJECT_ROOT {{root}};
              fastcgi_param GIT_HTTP_EXPORT_ALL 1;
              fastcgi_param PATH_INFO $uri;
              fastcgi_param QUERY_STRING $query_string;
              fastcgi_param REQUEST_METHOD $request_method;
              fastcgi_param CONTENT_TYPE $content_type;
              fastcgi_param CONTENT_LENGTH $content_length;
              fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
              fastcgi_param REMOTE_USER $remote_user;
              fastcgi_param REMOTE_ADDR $remote_addr;
            }
            """;
    }
}
