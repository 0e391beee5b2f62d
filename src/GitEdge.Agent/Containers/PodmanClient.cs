using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using GitEdge.Core.Containers;

namespace GitEdge.Agent.Containers;

/// <summary>Podman's API on its socket: lists and removes, and starts nothing; systemd does that.</summary>
/// <remarks>Every member throws <see cref="HttpRequestException"/> when Podman does not answer, or refuses.</remarks>
internal sealed class PodmanClient : IDisposable
{
    /// <summary>Where the system's Podman listens; systemd starts it when it is asked.</summary>
    public const string DefaultSocket = "/run/podman/podman.sock";

    // Podman writes it itself, when a unit starts it: an image's own label of that name gives way.
    private const string UnitLabel = "PODMAN_SYSTEMD_UNIT";

    private const string Api = "/v4.0.0/libpod";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;

    /// <param name="socket">Path of the socket.</param>
    public PodmanClient(string socket)
    {
        // Podman ends when it was not asked for a while: no connection is kept.
        var handler = new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(socket, cancellation), UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://podman/"), Timeout = Patience };
    }

    /// <summary>How long a list may take: a switch waits for it.</summary>
    public TimeSpan ListPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Every container that the unit of GitEdge's label started, running or not; what only has the label is its owner's.</summary>
    public async Task<IReadOnlyList<ObservedContainer>> ListAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(ListPatience);
        try
        {
            return await ReadListAsync(deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(FormattableString.Invariant($"Podman has not answered for {ListPatience.TotalSeconds} s."), e);
        }
    }

    /// <summary>Removes a container, also one that runs.</summary>
    public Task RemoveContainerAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"containers/{id}?force=true", [HttpStatusCode.NotFound], cancellation);

    /// <summary>Whether an image is here, whole.</summary>
    public async Task<bool> HasImageAsync(string image, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Get, $"images/{Uri.EscapeDataString(image)}/exists", [HttpStatusCode.NotFound], cancellation) != HttpStatusCode.NotFound;

    /// <summary>Removes an image. False when a container uses it.</summary>
    public async Task<bool> RemoveImageAsync(string image, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Delete, $"images/{Uri.EscapeDataString(image)}", [HttpStatusCode.NotFound, HttpStatusCode.Conflict], cancellation) != HttpStatusCode.Conflict;

    /// <summary>The folder that images lie in.</summary>
    public async Task<string> FindStoreAsync(CancellationToken cancellation) =>
        (await GetAsync("info", PodmanJson.Default.PodmanInfo, cancellation))!.Store.GraphRoot;

    /// <summary>Which version it is.</summary>
    public async Task<string> ReadVersionAsync(CancellationToken cancellation) =>
        (await GetAsync("version", PodmanJson.Default.PodmanVersion, cancellation))!.Version;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<ObservedContainer>> ReadListAsync(CancellationToken cancellation)
    {
        var filter = Uri.EscapeDataString($$"""{"label":["{{ContainerRendering.NameLabel}}"]}""");
        var found = await GetAsync($"containers/json?all=true&filters={filter}", PodmanJson.Default.IReadOnlyListPodmanContainer, cancellation);
        return [.. (found ?? []).Where(one => Label(one, UnitLabel) == $"{Label(one, ContainerRendering.NameLabel)}.service").Select(one => new ObservedContainer(one.Id, Label(one, ContainerRendering.NameLabel), Label(one, ContainerRendering.ContentLabel), one.State == "running"))];
    }

    private async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> form, CancellationToken cancellation)
    {
        try
        {
            return await _http.GetFromJsonAsync($"{Api}/{path}", form, cancellation);
        }
        catch (IOException e)
        {
            // An answer that is cut off in its middle: nothing that has to do with the device's disk.
            throw new HttpRequestException($"Podman's answer was cut off: {e.Message}", e);
        }
    }

    private static string Label(PodmanContainer container, string name) => container.Labels?.GetValueOrDefault(name) ?? "";

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, HttpStatusCode[] expected, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, $"{Api}/{path}");
        using var answer = await _http.SendAsync(request, cancellation);
        if (!expected.Contains(answer.StatusCode))
            answer.EnsureSuccessStatusCode();
        return answer.StatusCode;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
