using System.Globalization;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;

namespace GitEdge.Inference.Serving;

/// <summary>How a request's body is to be read, as its headers say.</summary>
/// <param name="Json">Length of the JSON part.</param>
/// <param name="IsRaw">Whether there is none, and all of the body is one input's data.</param>
internal readonly record struct BodyForm(int Json, bool IsRaw)
{
    /// <summary>The header that gives the length of the JSON part where binary data follows.</summary>
    public const string HeaderLength = "Inference-Header-Content-Length";

    /// <summary>Reads the headers. Without <see cref="HeaderLength"/> all of the body is JSON, whatever its content type.</summary>
    public static ProtocolError? Of(HttpRequest request, int bodyLength, out BodyForm form)
    {
        form = new BodyForm(bodyLength, IsRaw: false);
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return new ProtocolError(StatusCodes.Status415UnsupportedMediaType, $"the body is in Content-Encoding '{encoding}'; send it as it is");
        var text = request.Headers[HeaderLength].ToString();
        if (text.Length == 0)
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bodyLength)
            return ProtocolError.BadRequest($"the header {HeaderLength} is '{text}', but the body has {bodyLength} bytes");
        form = new BodyForm(length, IsRaw: length == 0);
        return null;
    }

    /// <summary>Reads a body of this form into a request that has been reset.</summary>
    public ProtocolError? Read(ReadOnlySpan<byte> body, InferenceRequest request) => IsRaw
        ? RawRequest.Read(body, request)
        : new InferenceRequestReader(body[..Json], body[Json..], request).Read();
}
