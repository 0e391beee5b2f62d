using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Git's smart protocol over https (gitprotocol-http(5)): one GET to look, one POST for each round of a fetch. No
/// redirects, no proxy, no cookies; the token goes to the remote's own host, in a header, and so does the certificate.
/// </summary>
internal sealed class HttpWire : IGitWire
{
    private const string Service = "git-upload-pack";

    private readonly GitEndpoint _endpoint;
    private readonly TransferBudget _budget;
    private readonly ServerTrust _trust;
    private readonly ClientIdentity? _identity;
    private readonly HttpClient _client;
    private readonly MemoryStream _request = new();
    private readonly CancellationToken _cancellation;
    private WireService _service;
    private HttpResponseMessage? _response;
    private Stream? _body;

    private HttpWire(GitEndpoint endpoint, TransferBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        _endpoint = endpoint;
        _budget = budget;
        var token = ReadToken(endpoint);
        _trust = ServerTrust.Load(endpoint, time);
        _identity = ClientIdentity.Load(endpoint);
        _trust.Options.ClientCertificateContext = _identity?.Context;
        _cancellation = cancellation;
        _client = new HttpClient(NewHandler(_trust)) { Timeout = Timeout.InfiniteTimeSpan };
        // Some hosts answer git clients only.
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "git/2.0 (gitedge)");
        _client.DefaultRequestHeaders.Authorization = token;
    }

    /// <inheritdoc/>
    public bool IsStateless => true;

    /// <summary>Reads token, authorities, certificate and key from their files and makes a wire.</summary>
    /// <exception cref="WireFailureException">A file cannot be read, or holds something else.</exception>
    public static HttpWire Create(GitEndpoint endpoint, TransferBudget budget, TimeProvider time, CancellationToken cancellation) =>
        new(endpoint, budget, time, cancellation);

    /// <inheritdoc/>
    public void Begin(WireService service)
    {
        EndResponse();
        _service = service;
        _request.SetLength(0);
        if (service == WireService.Advertisement)
            Send(new HttpRequestMessage(HttpMethod.Get, $"{_endpoint.HttpUrl}/info/refs?service={Service}"), "advertisement");
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => _request.Write(bytes);

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        if (_body is null)
            SendKept();
        var bytes = new byte[buffer.Length];
        try
        {
            var read = _body!.ReadAsync(bytes, _cancellation).AsTask().GetAwaiter().GetResult();
            _budget.Spend(bytes.AsSpan(0, read));
            bytes.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new WireFailureException(GitFaults.Of(GitFaultReason.Unreachable, _endpoint, "the connection broke in the middle of an answer."));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndResponse();
        _client.Dispose();
        _trust.Dispose();
        _identity?.Dispose();
        _request.Dispose();
    }

    private static SocketsHttpHandler NewHandler(ServerTrust trust) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        MaxResponseHeadersLength = 64,
        SslOptions = trust.Options,
    };

    private static AuthenticationHeaderValue? ReadToken(GitEndpoint endpoint)
    {
        if (endpoint.Options.TokenFile is not { } file)
            return null;
        var token = WireFiles.Read(endpoint, file, "token").Trim();
        if (token.Length == 0 || token.Any(c => char.IsControl(c) || c > '~'))
            throw new WireFailureException(GitFaults.Of(GitFaultReason.CredentialUnreadable, endpoint, $"the token file {file} does not hold one line of printable ASCII."));
        var pair = Encoding.UTF8.GetBytes($"{endpoint.Options.TokenUser}:{token}");
        var header = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        CryptographicOperations.ZeroMemory(pair);
        return header;
    }

    private void SendKept()
    {
        if (_service != WireService.Upload)
            throw new InvalidOperationException("Nothing was asked.");
        var message = new HttpRequestMessage(HttpMethod.Post, $"{_endpoint.HttpUrl}/{Service}")
        {
            Content = new ByteArrayContent(_request.ToArray()),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue($"application/x-{Service}-request");
        Send(message, "result");
    }

    private void Send(HttpRequestMessage message, string answer)
    {
        using (message)
        {
            _response = HttpFaults.Explain(_endpoint, _trust, () =>
                _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, _cancellation).GetAwaiter().GetResult());
        }
        if (HttpFaults.Of(_response, _endpoint) is { } fault)
            throw new WireFailureException(fault);
        var type = _response.Content.Headers.ContentType?.MediaType;
        if (!string.Equals(type, $"application/x-{Service}-{answer}", StringComparison.OrdinalIgnoreCase))
            throw new WireFailureException(GitFaults.Of(GitFaultReason.Protocol, _endpoint, $"it answers with '{type}', which is a web page or the dumb protocol, not Git's smart one."));
        _body = _response.Content.ReadAsStream(_cancellation);
    }

    private void EndResponse()
    {
        _body?.Dispose();
        _body = null;
        _response?.Dispose();
        _response = null;
    }
}
