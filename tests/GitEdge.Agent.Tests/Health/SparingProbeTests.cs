using GitEdge.Agent.Health;
using GitEdge.Core.Health;

namespace GitEdge.Agent.Tests.Health;

public sealed class SparingProbeTests
{
    private readonly HandTime _time = new();
    private int _asked;
    private ProbeStatus _status = ProbeStatus.Passed;

    [Fact]
    public async Task Answer_is_remembered_for_the_interval_and_said_to_be()
    {
        var probe = Probe(TimeSpan.FromMinutes(5));

        Assert.Equal(new ProbeAnswer(ProbeStatus.Passed, "1"), await probe.AskAsync(default));
        _time.Pass(TimeSpan.FromSeconds(299.9));
        Assert.Equal(new ProbeAnswer(ProbeStatus.Passed, "1", IsFresh: false), await probe.AskAsync(default));
        _time.Pass(TimeSpan.FromSeconds(0.1));
        Assert.Equal(new ProbeAnswer(ProbeStatus.Passed, "2"), await probe.AskAsync(default));
    }

    [Theory]
    [InlineData(300, 30)]
    [InlineData(30, 30)]
    [InlineData(10, 10)]
    public async Task Answer_that_is_not_good_is_remembered_for_half_a_minute_at_most(double interval, double kept)
    {
        var probe = Probe(TimeSpan.FromSeconds(interval));
        _status = ProbeStatus.Failed;
        await probe.AskAsync(default);

        _time.Pass(TimeSpan.FromSeconds(kept - 0.1));
        Assert.Equal(new ProbeAnswer(ProbeStatus.Failed, "1", IsFresh: false), await probe.AskAsync(default));
        _time.Pass(TimeSpan.FromSeconds(0.1));
        Assert.Equal("2", (await probe.AskAsync(default)).Text);
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_has_failed()
    {
        var probe = new SparingProbe(WaitAsync, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), new HastyTime());

        Assert.Equal(new ProbeAnswer(ProbeStatus.Failed, "no answer within 5 s"), await probe.AskAsync(default));
    }

    [Fact]
    public async Task Cancelling_is_no_answer()
    {
        var probe = new SparingProbe(WaitAsync, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeProvider.System);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.AskAsync(cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.AskAsync(cancellation.Token));
        Assert.Equal(2, _asked);
    }

    private SparingProbe Probe(TimeSpan interval) => new(
        _ => Task.FromResult(new ProbeAnswer(_status, $"{++_asked}")), TimeSpan.FromSeconds(5), interval, _time);

    private async Task<ProbeAnswer> WaitAsync(CancellationToken cancellation)
    {
        _asked++;
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException("Nobody ended it.");
    }

    /// <summary>Passes when told to; its timers are the system's.</summary>
    private sealed class HandTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
