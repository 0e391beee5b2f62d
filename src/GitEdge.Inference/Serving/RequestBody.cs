using System.Buffers;
using GitEdge.Inference.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GitEdge.Inference.Serving;

/// <summary>
/// A whole request body in memory: a small one from the pool, a larger one in memory that goes back to the kernel. What is
/// not small is taken from the budget as it comes in, so that a client which only announces a large body takes nothing.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Bodies up to here need no budget: health never depends on who else uploads what.</summary>
    public const int Small = 64 << 10;

    private const int FirstSize = 16 << 10;
    private const int LargestPooled = 256 << 10;
    private const int Step = 1 << 20;

    private readonly BodyBudget _budget;
    private byte[] _pooled;
    private MappedMemory? _mapped;

    // How much of the memory may be used: what the budget has given.
    private int _usable;
    private long _taken;

    private RequestBody(BodyBudget budget, int size)
    {
        _budget = budget;
        _pooled = size == 0 ? [] : ArrayPool<byte>.Shared.Rent(size);
        _usable = Math.Min(_pooled.Length, Small);
    }

    public int Length { get; private set; }

    /// <summary>Why it could not be read; what is there is of no use then.</summary>
    public ProtocolError? Problem { get; private set; }

    public ReadOnlySpan<byte> Span => Memory.Span[..Length];

    private Memory<byte> Memory => _mapped?.Memory ?? _pooled;

    /// <summary>Reads to the end, within the listener's limit and the budget.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, BodyBudget budget)
    {
        var declared = request.ContentLength;
        // The declared length is checked by the listener on the first read, before a byte is taken.
        var body = new RequestBody(budget, declared is { } length ? (int)Math.Min(length, FirstSize) : FirstSize);
        try
        {
            body.Problem = await body.FillAsync(request, declared);
            return body;
        }
        catch (BadHttpRequestException exception)
        {
            body.Problem = exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new ProtocolError(413, "the request's body is larger than this server takes; see --max-request-bytes")
                : new ProtocolError(exception.StatusCode, $"the request's body can not be read: {exception.Message}");
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_pooled.Length > 0)
            ArrayPool<byte>.Shared.Return(_pooled);
        _pooled = [];
        ((IDisposable?)_mapped)?.Dispose();
        _mapped = null;
        _budget.Return(_taken);
        (_taken, Length) = (0, 0);
    }

    private async ValueTask<ProtocolError?> FillAsync(HttpRequest request, long? declared)
    {
        while (Length != declared)
        {
            if (Length == _usable && !TryGrow(declared ?? MostOf(request)))
            {
                return ProtocolError.Unavailable(
                    $"the server has {_budget.Most} bytes for large requests together (--max-traffic-bytes), and they are taken; try again");
            }
            var read = await request.Body.ReadAsync(Memory[Length.._usable], request.HttpContext.RequestAborted);
            if (read == 0)
                return null;
            Length += read;
        }
        return null;
    }

    /// <summary>Makes room for more than <see cref="Length"/>.</summary>
    private bool TryGrow(long most)
    {
        if (_mapped is null && Length < LargestPooled && (most <= LargestPooled || Length < Small))
            return TryRent((int)Math.Min(most <= LargestPooled ? most : Small, Array.MaxLength));
        var usable = (int)Math.Min((Length + (long)Step) & -Step, most);
        if (!TryTake(usable) || !TryMap((int)most))
            return false;
        _usable = usable;
        return true;
    }

    private bool TryRent(int size)
    {
        if (size > Small && !TryTake(size))
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_pooled);
        (_pooled, _usable) = (larger, size);
        return true;
    }

    private bool TryMap(int size)
    {
        if (_mapped is not null)
            return true;
        if (MappedMemory.Take(size) is not { } mapped)
            return false;
        Span.CopyTo(mapped.Memory.Span);
        _mapped = mapped;
        ArrayPool<byte>.Shared.Return(_pooled);
        _pooled = [];
        return true;
    }

    private bool TryTake(long bytes)
    {
        if (!_budget.TryTake(bytes - _taken))
            return false;
        _taken = bytes;
        return true;
    }

    // One more than the limit, so that the listener meets the byte that is too many.
    private static long MostOf(HttpRequest request) => Math.Min(
        (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? LargestPooled) + 1, Array.MaxLength);
}
