using System.Globalization;
using System.Net;

namespace GitEdge.Agent.Git.Transports;

/// <summary>What an http server's answer, or its silence, means.</summary>
internal static class HttpFaults
{
    /// <summary>Runs a request and names what keeps it from being answered.</summary>
    /// <exception cref="WireFailureException">There was no answer.</exception>
    public static HttpResponseMessage Explain(GitEndpoint endpoint, ServerTrust trust, Func<HttpResponseMessage> send)
    {
        try
        {
            return send();
        }
        catch (HttpRequestException failure)
        {
            throw new WireFailureException(Of(failure, endpoint, trust));
        }
        catch (OperationCanceledException failure) when (failure.InnerException is TimeoutException)
        {
            throw new WireFailureException(GitFaults.Of(GitFaultReason.TimedOut, endpoint, "no connection within 20 seconds."));
        }
    }

    /// <summary>The fault in an answer; null when it is a good one.</summary>
    public static GitFault? Of(HttpResponseMessage response, GitEndpoint endpoint)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}");
        return response.StatusCode switch
        {
            HttpStatusCode.OK => null,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => GitFaults.Of(GitFaultReason.AuthFailed, endpoint,
                $"it refuses access (http {status}){(endpoint.Options.TokenFile is { } file ? $" with the token of {file}." : "; the remote has no tokenFile.")}"),
            // How nginx says so, whether a certificate is missing or not trusted.
            HttpStatusCode.BadRequest when endpoint.HttpUrl.StartsWith("https:", StringComparison.Ordinal) => GitFaults.Of(GitFaultReason.AuthFailed, endpoint,
                $"it does not take the request (http {status}): {(endpoint.Options.CertFile is { } certificate ? $"check the certificate of {certificate}." : "it may want a certificate, and the remote has no certFile.")}"),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => GitFaults.Of(GitFaultReason.NotFound, endpoint, $"it has no repository at this address (http {status})."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
                GitFaults.Of(GitFaultReason.ServerBusy, endpoint, $"it asks for a pause (http {status}).", Pause(response)),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout =>
                GitFaults.Of(GitFaultReason.TimedOut, endpoint, $"it gave up waiting (http {status})."),
            >= HttpStatusCode.InternalServerError => GitFaults.Of(GitFaultReason.ServerError, endpoint, $"it failed (http {status})."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                GitFaults.Of(GitFaultReason.Redirected, endpoint, $"it points to {Target(response)} (http {status})."),
            _ => GitFaults.Of(GitFaultReason.Protocol, endpoint, $"it answers with http {status}."),
        };
    }

    private static GitFault Of(HttpRequestException failure, GitEndpoint endpoint, ServerTrust trust) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => GitFaults.Of(GitFaultReason.Dns, endpoint, $"the name {endpoint.Host} cannot be resolved."),
        HttpRequestError.SecureConnectionError => GitFaults.Of(GitFaultReason.TlsUntrusted, endpoint,
            $"no trusted connection: {trust.Refusal ?? failure.InnerException?.Message ?? failure.Message}."),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded =>
            GitFaults.Of(GitFaultReason.Protocol, endpoint, "what answers is not an http server that can be understood."),
        _ => GitFaults.Of(GitFaultReason.Unreachable, endpoint, $"no connection: {failure.InnerException?.Message ?? failure.Message}."),
    };

    // The server's own number, within reason: it must not be able to silence a device for a year.
    private static TimeSpan? Pause(HttpResponseMessage response)
    {
        var pause = response.Headers.RetryAfter?.Delta;
        return pause is null ? null : TimeSpan.FromSeconds(Math.Clamp(pause.Value.TotalSeconds, 1, 3600));
    }

    // Without user, password and query: an address can carry secrets.
    private static string Target(HttpResponseMessage response) => response.Headers.Location switch
    {
        { IsAbsoluteUri: true } target => target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        { } target => target.OriginalString.Split('?', '#')[0],
        null => "nowhere",
    };
}
