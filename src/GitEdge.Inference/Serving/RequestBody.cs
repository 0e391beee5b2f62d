using System.Buffers;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;

namespace GitEdge.Inference.Serving;

/// <summary>A whole request body in memory from the pool.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private byte[] _buffer;

    private RequestBody(int size) => _buffer = size == 0 ? [] : ArrayPool<byte>.Shared.Rent(size);

    public int Length { get; private set; }

    /// <summary>Why it could not be read; what is there is of no use then.</summary>
    public ProtocolError? Problem { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Reads to the end, within the listener's limit.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request)
    {
        var declared = request.ContentLength;
        // The declared length is checked by the listener on the first read, before a byte is taken.
        var body = new RequestBody(declared is { } length ? (int)Math.Min(length, FirstSize) : FirstSize);
        try
        {
            await body.FillAsync(request, declared);
        }
        catch (BadHttpRequestException exception)
        {
            body.Problem = exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new ProtocolError(413, "the request's body is larger than this server takes; see --max-request-bytes")
                : new ProtocolError(exception.StatusCode, $"the request's body can not be read: {exception.Message}");
        }
        return body;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask FillAsync(HttpRequest request, long? declared)
    {
        while (true)
        {
            if (Length == _buffer.Length || Length == declared)
            {
                if (Length == declared)
                    return;
                Grow(declared);
            }
            var read = await request.Body.ReadAsync(_buffer.AsMemory(Length), request.HttpContext.RequestAborted);
            if (read == 0)
                return;
            Length += read;
        }
    }

    private void Grow(long? declared)
    {
        var size = declared ?? Math.Min(Math.Max(FirstSize, _buffer.Length * 2L), Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        Span.CopyTo(larger);
        Dispose();
        _buffer = larger;
    }
}
