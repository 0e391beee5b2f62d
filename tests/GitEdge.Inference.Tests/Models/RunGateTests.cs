using GitEdge.Inference.Models;

namespace GitEdge.Inference.Tests.Models;

public sealed class RunGateTests
{
    [Fact]
    public async Task Line_takes_so_many_in_their_turn_and_refuses_the_next()
    {
        using var gate = new RunGate(1, 2);
        Assert.Null(await gate.EnterAsync(CancellationToken.None));
        var waiting = new[] { gate.EnterAsync(CancellationToken.None).AsTask(), gate.EnterAsync(CancellationToken.None).AsTask() };
        var refused = await gate.EnterAsync(CancellationToken.None);
        Assert.Equal((503, "this model is busy: 1 requests run and 2 wait; try again"), (refused!.Status, refused.Message));

        gate.Leave();
        Assert.Null(await await Task.WhenAny(waiting));
        gate.Leave();
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_line()
    {
        using var gate = new RunGate(1, 1);
        Assert.Null(await gate.EnterAsync(CancellationToken.None));
        using var patience = new CancellationTokenSource();
        var waiting = gate.EnterAsync(patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = gate.EnterAsync(CancellationToken.None).AsTask();
        gate.Leave();
        Assert.Null(await next);
    }
}
