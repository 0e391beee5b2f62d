using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace GitEdge.Testing;

/// <summary>A real registry of images (docker-registry) on loopback, with TLS and a password, into which small images are put over its API.</summary>
public sealed class RegistryServer : IDisposable
{
    private const string User = "device";
    private const string Password = "secret";

    // bcrypt of the password, the only form that the registry takes.
    private const string Hash = "$2a$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

    private readonly Process _process;
    private readonly string _host;
    private readonly HttpClient _http;

    private RegistryServer(Process process, int port, string authority, string host)
    {
        _process = process;
        Port = port;
        _host = host;
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { CertificateChainPolicy = trust },
            ConnectCallback = (_, cancellation) => ConnectAsync(port, cancellation),
        })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{host}:{port}/")),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Basic);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>The credential that it asks for, as <c>podman login</c> writes it.</summary>
    public string AuthFile => string.Create(CultureInfo.InvariantCulture, $$$"""{"auths":{"{{{_host}}}:{{{Port}}}":{"auth":"{{{Basic}}}"} } }""");

    private static string Basic => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Password}"));

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="directory">Where its files go.</param>
    /// <param name="certificate">Its certificate and key, PEM files.</param>
    /// <param name="authority">The certificate of the authority behind that.</param>
    /// <param name="host">What it is called by whoever pulls; its certificate's name.</param>
    public static RegistryServer Start(string directory, (string Certificate, string Key) certificate, string authority, string host)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "htpasswd"), $"{User}:{Hash}\n");
        var (process, port) = StartedServer.On(port => Start(directory, certificate, port));
        return new RegistryServer(process, port, authority, host);
    }

    /// <summary>Puts an image of one layer with a statically linked busybox and these files; its reference by digest.</summary>
    /// <param name="name">For example <c>web</c>.</param>
    /// <param name="files">Path in the image → content.</param>
    public async Task<string> PushAsync(string name, IReadOnlyDictionary<string, string> files)
    {
        var tar = Layer(files);
        var layer = Compress(tar);
        var config = Encoding.UTF8.GetBytes($$$"""{"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/sh"]},"rootfs":{"type":"layers","diff_ids":["{{{Digest(tar)}}}"]} }""");
        await UploadAsync(name, layer);
        await UploadAsync(name, config);
        var manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{Digest(config)}}","size":{{config.Length}}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{Digest(layer)}}","size":{{layer.Length}}}]}
            """);
        using var body = new ByteArrayContent(manifest);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.oci.image.manifest.v1+json");
        using var answer = await _http.PutAsync(new Uri($"v2/{name}/manifests/{Digest(manifest)}", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return string.Create(CultureInfo.InvariantCulture, $"{_host}:{Port}/{name}@{Digest(manifest)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string directory, (string Certificate, string Key) certificate, int port)
    {
        var configuration = Path.Combine(directory, "config.yml");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{directory}}/images } }
            http: { addr: "127.0.0.1:{{port}}", secret: test, tls: { certificate: {{certificate.Certificate}}, key: {{certificate.Key}} } }
            auth: { htpasswd: { realm: test, path: {{directory}}/htpasswd } }

            """));
        return Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration]) { UseShellExecute = false })!;
    }

    /// <summary>Wherever its name leads, it is here.</summary>
    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task UploadAsync(string name, byte[] content)
    {
        using var begun = await _http.PostAsync(new Uri($"v2/{name}/blobs/uploads/", UriKind.Relative), null);
        if (begun.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"The registry answers {begun.StatusCode}.");
        var place = begun.Headers.Location!;
        var target = new Uri($"{(place.IsAbsoluteUri ? place.PathAndQuery : place.OriginalString)}&digest={Digest(content)}", UriKind.Relative);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await _http.PutAsync(target, body);
        answer.EnsureSuccessStatusCode();
    }

    private static byte[] Layer(IReadOnlyDictionary<string, string> files)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            Add(tar, "bin/busybox", File.ReadAllBytes("/bin/busybox"), (UnixFileMode)0b111_101_101);
            tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "bin/sh") { LinkName = "busybox", ModificationTime = DateTimeOffset.UnixEpoch });
            foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
                Add(tar, path, Encoding.UTF8.GetBytes(content), (UnixFileMode)0b110_100_100);
        }
        return bytes.ToArray();
    }

    private static void Add(TarWriter tar, string path, byte[] content, UnixFileMode mode) => tar.WriteEntry(
        new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content), Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch });

    private static byte[] Compress(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(content);
        return bytes.ToArray();
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
