using System.Diagnostics;

namespace GitEdge.Testing;

/// <summary>
/// Waits for what must come about. Tests never wait for a time and hope: a machine may be idle or have forty other things to
/// do.
/// </summary>
public static class Until
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>After this long it does not come about any more: far beyond what the busiest machine takes.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="reached">Whether it is so.</param>
    /// <param name="what">What is waited for, for the error.</param>
    /// <exception cref="TimeoutException">It did not come about within <see cref="Limit"/>.</exception>
    public static Task TrueAsync(Func<bool> reached, string what) => TrueAsync(() => Task.FromResult(reached()), what);

    /// <summary>Asks again and again until it is so.</summary>
    /// <param name="reached">Whether it is so.</param>
    /// <param name="what">What is waited for, for the error.</param>
    /// <exception cref="TimeoutException">It did not come about within <see cref="Limit"/>.</exception>
    public static async Task TrueAsync(Func<Task<bool>> reached, string what)
    {
        ArgumentNullException.ThrowIfNull(reached);
        var clock = Stopwatch.StartNew();
        while (!await reached())
        {
            if (clock.Elapsed > Limit)
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
            await Task.Delay(s_pause);
        }
    }
}
