using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class AbandonableTests
{
    private readonly Abandonable _calls = new();

    [Fact]
    public void Call_that_comes_back_gives_its_answer_or_its_own_exception()
    {
        Assert.Equal(7, _calls.Run("x", () => 7, CancellationToken.None));
        Assert.Throws<InvalidDataException>(() => _calls.Run<int>("x", () => throw new InvalidDataException(), CancellationToken.None));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Call_that_does_not_come_back_is_left_behind_and_nobody_goes_after_it()
    {
        using var release = new ManualResetEventSlim();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.Throws<TimeoutException>(() => _calls.Run("usb", () => { release.Wait(); return 0; }, deadline.Token));

        Assert.Throws<TimeoutException>(() => _calls.Run("usb", () => 1, CancellationToken.None));
        Assert.Equal(2, _calls.Run("elsewhere", () => 2, CancellationToken.None));
        release.Set();
        SpinWait.SpinUntil(() => TryAgain() == 3, Until.Limit);
        Assert.Equal(3, TryAgain());

        int TryAgain()
        {
            try
            {
                return _calls.Run("usb", () => 3, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                return 0;
            }
        }
    }
}
