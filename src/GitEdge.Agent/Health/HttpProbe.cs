using GitEdge.Core.Health;

namespace GitEdge.Agent.Health;

/// <summary>Asks an address whether it answers 2xx. Redirects are not followed: a login page is not health.</summary>
internal sealed class HttpProbe : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="timeout">For one answer, headers included, body left out.</param>
    public HttpProbe(TimeSpan timeout) => _http = new HttpClient(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        Timeout = timeout,
    };

    /// <summary>Asks once.</summary>
    public async Task<ProbeAnswer> AskAsync(string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return new ProbeAnswer(ProbeStatus.Unsupported, $"'{address}' is not an http address");
        try
        {
            using var response = await _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var text = $"answers {(int)response.StatusCode}";
            return new ProbeAnswer(response.IsSuccessStatusCode ? ProbeStatus.Passed : ProbeStatus.Failed, text);
        }
        catch (HttpRequestException e)
        {
            return new ProbeAnswer(ProbeStatus.Failed, $"does not answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeAnswer(ProbeStatus.Failed, $"no answer within {_http.Timeout.TotalSeconds:0.#} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
