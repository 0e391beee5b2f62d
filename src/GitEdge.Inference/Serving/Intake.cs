using System.Net;
using Microsoft.AspNetCore.Connections;

namespace GitEdge.Inference.Serving;

/// <summary>
/// Takes connections in until it is closed. What is not taken in by then waits in systemd's socket for the next server; what is,
/// gets its answer first. Kestrel alone would stop both at once, and close a connection whose request has not come yet.
/// </summary>
/// <param name="inner">Opens the listeners.</param>
/// <param name="time">The clock.</param>
internal sealed class Intake(IConnectionListenerFactory inner, TimeProvider time) : IConnectionListenerFactory, IDisposable
{
    // A request that belongs to a connection comes with it; who connects and says nothing is not waited for any longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _closing = new();
    private int _silent;

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken), this);

    /// <summary>Takes nothing in any more, and returns when every connection has sent a request, or long enough has not.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        for (var began = time.GetTimestamp(); Volatile.Read(ref _silent) > 0 && time.GetElapsedTime(began) < Patience;)
            await Task.Delay(Pause, time);
    }

    /// <inheritdoc/>
    public void Dispose() => _closing.Dispose();

    /// <summary>A connection that has not sent a request yet.</summary>
    internal sealed class SilentConnection(Intake intake)
    {
        private int _ended;

        /// <summary>It has, or it is gone.</summary>
        public void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                Interlocked.Decrement(ref intake._silent);
        }
    }

    private sealed class Listener(IConnectionListener listener, Intake intake) : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, intake._closing.Token);
            try
            {
                if (await listener.AcceptAsync(either.Token) is not { } connection)
                    return null;
                Interlocked.Increment(ref intake._silent);
                var silent = new SilentConnection(intake);
                connection.Features.Set(silent);
                connection.ConnectionClosed.Register(silent.End);
                return connection;
            }
            catch (OperationCanceledException) when (intake._closing.IsCancellationRequested)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
