using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Inference;

/// <summary>
/// Speaks to the server's admin listener, a Unix socket: the repository extension of the Open Inference Protocol, with
/// promote and statistics. Expected failures come back as faults.
/// </summary>
internal sealed class InferenceAdmin : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _socket;

    /// <param name="socket">Path of the socket.</param>
    /// <param name="timeout">For one call; loading a large model counts as one.</param>
    public InferenceAdmin(string socket, TimeSpan timeout)
    {
        _socket = socket;
        var handler = new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken), UseProxy = false };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://gitedge-inference/"), Timeout = timeout };
    }

    /// <summary>What the server can run.</summary>
    public Task<InferenceResult<ServerFacts>> FactsAsync(CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, "v2"), AdminJson.Default.ServerFacts, cancellationToken);

    /// <summary>Every version the server knows.</summary>
    public Task<InferenceResult<IReadOnlyList<ServedModel>>> IndexAsync(CancellationToken cancellationToken) =>
        PostAsync("v2/repository/index", new AdminBody(), AdminJson.Default.IReadOnlyListServedModel, cancellationToken);

    /// <summary>Loads and warms up one version beside the others. Loading what is loaded does nothing.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="slot"><c>a</c> or <c>b</c>.</param>
    /// <param name="version">The generation's number.</param>
    /// <param name="digest">What the file must have.</param>
    /// <param name="cancellationToken">Ends the wait; the server may go on loading.</param>
    public Task<InferenceResult<LoadedVersion>> LoadAsync(
        string model, string slot, string version, Sha256Digest digest, CancellationToken cancellationToken)
    {
        var body = new AdminBody { Parameters = new AdminBody.AdminParameters { Slot = slot, Version = version, Digest = digest.ToString() } };
        return PostAsync($"v2/repository/models/{Escape(model)}/load", body, AdminJson.Default.LoadedVersion, cancellationToken);
    }

    /// <summary>Makes these versions the defaults, all at once.</summary>
    public Task<InferenceResult<Promotion>> PromoteAsync(IReadOnlyDictionary<string, string> versions, CancellationToken cancellationToken) =>
        PostAsync("v2/repository/promote", new AdminBody { Versions = versions }, AdminJson.Default.Promotion, cancellationToken);

    /// <summary>Unloads one version after its last request.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="version">Which.</param>
    /// <param name="force">Whether a default may be taken away too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<InferenceResult<Unloading>> UnloadAsync(string model, string version, bool force, CancellationToken cancellationToken)
    {
        var body = new AdminBody { Parameters = new AdminBody.AdminParameters { Version = version, Force = force } };
        return PostAsync($"v2/repository/models/{Escape(model)}/unload", body, AdminJson.Default.Unloading, cancellationToken);
    }

    /// <summary>What the server counted for one version.</summary>
    public Task<InferenceResult<VersionStats>> StatsAsync(string model, string version, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, $"v2/models/{Escape(model)}/versions/{Escape(version)}/stats"),
            AdminJson.Default.VersionStats, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Task<InferenceResult<T>> PostAsync<T>(string path, AdminBody body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, AdminJson.Default.AdminBody) }, type, cancellationToken);

    private async Task<InferenceResult<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var what = $"{request.Method} {request.RequestUri} on {_socket}";
        try
        {
            using (request)
            using (var response = await _http.SendAsync(request, cancellationToken))
            {
                if (!response.IsSuccessStatusCode)
                    return await RefusalAsync(what, response, cancellationToken);
                var answer = await response.Content.ReadFromJsonAsync(type, cancellationToken);
                return answer is null ? AdminFaults.Unreadable(what, "the answer is null") : answer;
            }
        }
        catch (HttpRequestException e)
        {
            return AdminFaults.Unreachable(what, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AdminFaults.TimedOut(what, _http.Timeout);
        }
        catch (JsonException e)
        {
            return AdminFaults.Unreadable(what, e.Message);
        }
    }

    private static async Task<Fault> RefusalAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken) =>
        AdminFaults.Refused(what, response.StatusCode, Error(await response.Content.ReadAsStringAsync(cancellationToken)));

    private static AdminError? Error(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, AdminJson.Default.AdminError);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Escape(string segment) => Uri.EscapeDataString(segment);

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
