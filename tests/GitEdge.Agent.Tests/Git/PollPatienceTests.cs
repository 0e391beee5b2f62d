using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class PollPatienceTests
{
    private static readonly GitEndpoint s_endpoint = GitEndpoint.Parse(new GitRemoteOptions { Name = "origin", Url = "https://git.example/x.git" }, out _)!;

    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData("silence", 0, 60, true)]
    [InlineData("a drip", 15, 60, true)]
    [InlineData("one byte short of the rate", 1499, 60, true)]
    [InlineData("the rate", 1500, 60, false)]
    [InlineData("nothing yet, before the window is over", 0, 59, false)]
    public void Least_rate_holds_for_the_time_that_was_waited(string remote, int bytesPerLook, int seconds, bool isTooSlow)
    {
        using var patience = New(rate: 100);
        for (var i = 0; i < seconds; i++)
        {
            patience.Wait();
            _time.Advance(TimeSpan.FromSeconds(1));
            if (i % 15 == 14)
                patience.Resume(bytesPerLook);
        }
        patience.Wait();
        _time.Look();

        Assert.True(isTooSlow == patience.Token.IsCancellationRequested, remote);
        Assert.Equal(isTooSlow ? "too-slow" : "timed-out", patience.Explain(s_endpoint).Code);
    }

    [Fact]
    public void Own_work_of_the_device_is_not_the_remote_s_slowness()
    {
        using var patience = New(rate: 1);
        patience.Wait();
        _time.Advance(TimeSpan.FromSeconds(30));
        patience.Resume(received: 0);
        _time.Advance(TimeSpan.FromHours(1));
        _time.Look();
        Assert.False(patience.Token.IsCancellationRequested);

        patience.Wait();
        _time.Advance(TimeSpan.FromSeconds(30));
        _time.Look();

        Assert.True(patience.Token.IsCancellationRequested);
        Assert.Contains("it sent 0 bytes in the 60 s that the device waited for it; 1 a second are the least.", patience.Explain(s_endpoint).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_one_window_are_no_credit_for_the_next()
    {
        using var patience = New(rate: 1);
        patience.Wait();
        _time.Advance(TimeSpan.FromSeconds(60));
        patience.Resume(received: 1_000_000);
        _time.Look();
        Assert.False(patience.Token.IsCancellationRequested);

        patience.Wait();
        _time.Advance(TimeSpan.FromSeconds(60));
        _time.Look();

        Assert.True(patience.Token.IsCancellationRequested);
    }

    [Fact]
    public void Rate_of_0_asks_nothing()
    {
        using var patience = New(rate: 0);
        patience.Wait();
        _time.Advance(TimeSpan.FromHours(1));
        _time.Look();

        Assert.False(patience.Token.IsCancellationRequested);
    }

    private PollPatience New(long rate) => new(
        new GitLimits { MinimumRate = rate, RateWindow = TimeSpan.FromSeconds(60), Timeout = Timeout.InfiniteTimeSpan }, _time, CancellationToken.None);

    /// <summary>A clock that goes when it is told to; its timers run when a test says that it is time to look.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly List<Action> _timers = [];
        private long _now;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            // The deadline's never comes.
            if (dueTime != Timeout.InfiniteTimeSpan)
                _timers.Add(() => callback(state));
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Advance(TimeSpan time) => _now += (long)(time.TotalSeconds * TimestampFrequency);

        public void Look() => _timers.ForEach(timer => timer());
    }
}
