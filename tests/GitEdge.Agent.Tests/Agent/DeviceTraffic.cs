using System.Collections.Concurrent;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>Requests that a deceitful model answers wrongly, and questions who answers, until it is disposed of.</summary>
internal sealed class DeviceTraffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(DateTimeOffset At, string? Digest)> _answers = new();
    private readonly AgentDevice _device;
    private readonly Task _sending;
    private int _failed;

    public DeviceTraffic(AgentDevice device)
    {
        _device = device;
        _sending = Task.WhenAll(Task.Run(SendAsync), Task.Run(AskWhoAsync));
    }

    public int Sent { get; private set; }

    public int Failed => _failed;

    public IEnumerable<string?> Digests => _answers.Select(one => one.Digest);

    /// <summary>When an answer was last begun by another version than <paramref name="digest"/>, known from whom it asked.</summary>
    public DateTimeOffset LastAnswerNotBy(string digest) => _answers.Where(one => one.Digest != digest).Max(one => one.At);

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
            return;
        await _end.CancelAsync();
        await _sending;
    }

    private async Task SendAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _device.AskAsync(-1, 0, Sent++);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _failed);
            }
            await Task.Delay(5);
        }
    }

    private async Task AskWhoAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _answers.Enqueue((DateTimeOffset.UtcNow, await _device.ServedDigestAsync()));
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _failed);
            }
            await Task.Delay(1);
        }
    }
}
