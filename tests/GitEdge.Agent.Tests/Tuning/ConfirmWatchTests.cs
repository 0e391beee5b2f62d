using GitEdge.Agent.Tuning;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Tuning;

public sealed class ConfirmWatchTests : TuningBench
{
    [Fact]
    public async Task Watch_puts_back_what_nobody_confirmed_by_the_boot_clock_alone()
    {
        var before = Tree.Knobs();
        await ApplyAsync(1, TuningTree.Spec(1));
        using var end = new CancellationTokenSource();
        var results = new List<TuningResult>();
        var watch = new ConfirmWatch(Store, new HastyTime()).RunAsync(result => { lock (results) results.Add(result); }, end.Token);

        await Until.TrueAsync(() => { lock (results) return results.Count == 1; }, "the first look");
        Assert.NotEqual(before, Tree.Knobs());
        Tree.Pass(TimeSpan.FromSeconds(30));
        await Until.TrueAsync(() => { lock (results) return results.Count > 1; }, "the deadline");

        Assert.Equal(new RevertedTuning(1, TuningReason.NotConfirmed), results[1].Record.Reverted);
        Assert.Equal(before, Tree.Knobs());
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }
}
