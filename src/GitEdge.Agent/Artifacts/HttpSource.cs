using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// <c>https:</c> and <c>http:</c> addresses (RFC 9110, ranges in section 14). What the server claims about ranges and
/// lengths is checked before a byte is written; what the bytes are is decided by the digest alone.
/// </summary>
internal sealed class HttpSource(HttpClient client, FetchLimits limits, TimeProvider time)
{
    /// <summary>
    /// A client that does nothing of its own accord: no redirects, proxies, cookies or decompression. It connects as
    /// <paramref name="dialer"/> does. TLS as the system trusts.
    /// </summary>
    public static HttpClient CreateClient(FetchLimits limits, SourceDialer dialer) =>
        new(CreateHandler(limits, dialer)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>What <see cref="CreateClient"/> is made of.</summary>
    public static SocketsHttpHandler CreateHandler(FetchLimits limits, SourceDialer dialer) => new()
    {
        ConnectCallback = (context, cancellationToken) => dialer.ConnectAsync(context.DnsEndPoint, cancellationToken),
        AllowAutoRedirect = false,
        // It would connect for us, to whatever address it finds.
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = limits.Connect,
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = 0,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        ActivityHeadersPropagator = null,
    };

    /// <summary>Asks for the bytes of something of exactly <paramref name="size"/> bytes from <paramref name="offset"/> on.</summary>
    public async Task<SourceAnswer> OpenAsync(Uri address, long offset, long size, CancellationToken cancellationToken)
    {
        var source = SourceName.Of(address);
        using var patience = new CancellationTokenSource(limits.Answer, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var request = Request(address, offset);
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var answer = Judge(response, source, offset, size)
                ?? new SourceAnswer.Body(response.StatusCode is HttpStatusCode.PartialContent ? offset : 0,
                    new SourceBody(await response.Content.ReadAsStreamAsync(both.Token), response, source, limits, time));
            if (answer is not SourceAnswer.Body)
                response.Dispose();
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            return new SourceAnswer.Refused(FetchFaults.NoAnswer(source, limits.Answer));
        }
        catch (HttpRequestException e)
        {
            response?.Dispose();
            return new SourceAnswer.Refused(FetchFaults.Unreachable(source, e));
        }
    }

    private static HttpRequestMessage Request(Uri address, long offset)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("gitedge", null));
        if (offset > 0)
            request.Headers.Range = new RangeHeaderValue(offset, null);
        return request;
    }

    /// <summary>What is wrong with the answer's head; null when its body may be read.</summary>
    private static SourceAnswer? Judge(HttpResponseMessage response, SourceName source, long offset, long size)
    {
        if (offset > 0 && response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
            return new SourceAnswer.StartOver(FetchFaults.WrongSize(source, size, "fewer bytes"));
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            return new SourceAnswer.Refused(FetchFaults.Status(source, response.StatusCode, response.Headers.Location));
        var encoding = response.Content.Headers.ContentEncoding.FirstOrDefault(e => !string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase));
        if (encoding is not null)
            return new SourceAnswer.Refused(FetchFaults.Encoded(source, encoding));
        return response.StatusCode is HttpStatusCode.PartialContent
            ? JudgeRange(response.Content.Headers, source, offset, size)
            : JudgeLength(response.Content.Headers.ContentLength, source, size);
    }

    private static SourceAnswer.StartOver? JudgeRange(HttpContentHeaders headers, SourceName source, long offset, long size)
    {
        if (headers.ContentRange is not { HasRange: true, Unit: "bytes" } range || range.From != offset || range.To is null
            || range.To >= size || range.To < offset
            || (headers.ContentLength is { } length && length != range.To - range.From + 1))
            return new SourceAnswer.StartOver(FetchFaults.WrongRange(source, headers.ContentRange?.ToString()));
        return range.HasLength && range.Length != size
            ? new SourceAnswer.StartOver(FetchFaults.WrongSize(source, size, Bytes(range.Length!.Value)))
            : null;
    }

    private static SourceAnswer.Refused? JudgeLength(long? length, SourceName source, long size) =>
        length is { } stated && stated != size
            ? new SourceAnswer.Refused(FetchFaults.WrongSize(source, size, Bytes(stated)))
            : null;

    private static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} bytes");
}
