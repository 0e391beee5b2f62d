using System.Globalization;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Effects;
using GitEdge.Agent.Tests.Artifacts;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Effects;

public sealed class FetchEffectTests : IDisposable
{
    private readonly EffectBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_failed_releases_left_is_pruned_and_what_slots_and_target_need_is_kept()
    {
        _bench.Stage(1, Slot.A, ("m", [1]));
        _bench.Stage(2, Slot.B, ("m", [2]));
        Array.ForEach<byte[]>([[3], [4]], _bench.Keep);
        await File.WriteAllBytesAsync(_bench.Store.PartialPathOf(Sha256Digest.Of([5])), [0]);

        Assert.Null(await Effect().RunAsync(EffectBench.Generation(3, Slot.B, EffectBench.Spec("m", [3])), default));

        Assert.Equal(new[] { Sha256Digest.Of([1]), Sha256Digest.Of([2]), Sha256Digest.Of([3]) }.ToHashSet(), _bench.Store.List().ToHashSet());
        Assert.False(File.Exists(_bench.Store.PartialPathOf(Sha256Digest.Of([5]))));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Artifacts_that_fit_one_by_one_but_not_together_are_refused_before_the_first_byte()
    {
        using var disk = new SmallDisk(megabytes: 24);
        using var bench = new EffectBench(disk.Path);
        var large = new byte[14_000_000];
        var first = bench["first"];
        await File.WriteAllBytesAsync(first, large);
        var target = EffectBench.Generation(1, Slot.A,
            EffectBench.Spec("m", large, new Uri(first).AbsoluteUri), EffectBench.Spec("n", [1]) with { Size = 14_000_000 });

        var fault = await new FetchEffect(bench.Store, bench.Slots, bench.Fetcher, Fit(bench), _ => { }).RunAsync(target, default);

        Assert.Equal((FaultKind.Waiting, "does-not-fit-disk"), (fault!.Kind, fault.Reason));
        Assert.Contains("28 MB", fault.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Store.List());
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("opset")]
    [InlineData("provider")]
    [InlineData("runtime")]
    public async Task What_the_server_cannot_run_is_refused_before_the_first_byte(string what)
    {
        _bench.Serve();
        var requires = what switch
        {
            "opset" => new ModelRequirements { Opset = 99 },
            "provider" => new ModelRequirements { Provider = "CUDAExecutionProvider" },
            _ => new ModelRequirements { Runtime = "9.0" },
        };
        var target = EffectBench.Generation(1, Slot.A, EffectBench.Spec("m", [1]) with { Requires = requires });

        var fault = await Effect().RunAsync(target, default);

        Assert.Equal((FaultKind.Waiting, $"does-not-fit-{what}"), (fault!.Kind, fault.Reason));
    }

    [Fact]
    public async Task Memory_is_asked_for_all_models_together()
    {
        var spec = EffectBench.Spec("m", [1]) with { Requires = new ModelRequirements { Memory = 60 } };
        _bench.Keep([1]);
        var fit = Fit(_bench, () => 100);

        Assert.Null(await fit.CheckAsync(EffectBench.Generation(1, Slot.A, spec), default));
        var fault = await fit.CheckAsync(EffectBench.Generation(1, Slot.A, spec, spec with { Name = "n" }), default);

        Assert.Equal((FaultKind.Waiting, "does-not-fit-memory"), (fault!.Kind, fault.Reason));
        Assert.StartsWith("Model n: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_that_is_not_known_is_not_held_against_a_model()
    {
        var spec = EffectBench.Spec("m", [1]) with { Requires = new ModelRequirements { Memory = 60 } };

        Assert.Null(await Fit(_bench).CheckAsync(EffectBench.Generation(1, Slot.A, spec, spec with { Name = "n" }), default));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Cold_model_may_take_what_the_running_one_gives_back()
    {
        var running = TrialModels.Linear(2);
        var current = _bench.Stage(1, Slot.A, ("m", running));
        _bench.Serve();
        Assert.Null(await _bench.Models.ServeAsync(current, default));
        var target = EffectBench.Generation(2, Slot.B, EffectBench.Spec("m", [1]) with { Requires = new ModelRequirements { Memory = running.Length } });

        Assert.Equal("does-not-fit-memory", (await Fit(_bench, () => 0).CheckAsync(target, default))!.Reason);
        Assert.Null(await Fit(_bench, () => 0).CheckAsync(EffectBench.Cold(target), default));
    }

    [Fact]
    public async Task Fetch_that_takes_long_pauses_for_newer_releases_and_goes_on_where_it_stopped()
    {
        var content = new byte[3_000_000];
        using var server = new RawServer(async (_, offset, stream, stop) =>
        {
            await RawServer.SayAsync(stream, offset == 0
                ? "HTTP/1.1 200 OK\nContent-Length: 3000000"
                : $"HTTP/1.1 206 Partial Content\nContent-Length: {3_000_000 - offset}\nContent-Range: bytes {offset}-2999999/3000000",
                content.AsMemory(0, Math.Min(1_500_000, 3_000_000 - (int)offset)));
            await Task.Delay(Timeout.Infinite, stop);
        });
        var target = EffectBench.Generation(1, Slot.A, EffectBench.Spec("m", content, server.Url));
        var effect = Effect(TimeSpan.FromMilliseconds(300));

        var partial = new FileInfo(_bench.Store.PartialPathOf(Sha256Digest.Of(content)));
        Fault? fault;
        var number = 1;
        do
        {
            fault = await effect.RunAsync(target with { Number = number++ }, default);
            Assert.Equal((FaultKind.Transient, FetchReason.Continues), (fault!.Kind, fault.Reason));
            Assert.True(number < 30, "Nothing arrives.");
            partial.Refresh();
        }
        while (partial is not { Exists: true, Length: > 0 });
        var (kept, asked) = (partial.Length, server.Requests.Count);
        for (var i = 0; i < 30 && fault is not null; i++)
            fault = await effect.RunAsync(target with { Number = number++ }, default);

        Assert.Null(fault);
        Assert.InRange(kept, 1, 1_500_000);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Range: bytes={kept}-"), server.Requests[asked], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_that_cannot_go_on_where_it_stopped_gets_longer_turns_until_it_comes_through()
    {
        var content = new byte[2_000_000];
        using var server = new RawServer(async (_, _, stream, stop) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 2000000", content.AsMemory(0, 1_200_000));
            await Task.Delay(1200, stop);
            await stream.WriteAsync(content.AsMemory(1_200_000), stop);
        });
        var target = EffectBench.Generation(1, Slot.A, EffectBench.Spec("m", content, server.Url));
        var effect = Effect(TimeSpan.FromMilliseconds(200));
        var fault = await effect.RunAsync(target, default);
        Assert.Equal(FetchReason.Continues, fault!.Reason);

        for (var i = 0; i < 8 && fault is not null; i++)
            fault = await effect.RunAsync(target with { Number = i + 2 }, default);

        Assert.Null(fault);
    }

    [Fact]
    public async Task Agent_that_is_stopped_meanwhile_is_no_pause()
    {
        using var server = new RawServer((_, _, _, stop) => Task.Delay(Timeout.Infinite, stop));
        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var target = EffectBench.Generation(1, Slot.A, EffectBench.Spec("m", [1], server.Url));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Effect().RunAsync(target, stopping.Token));
    }

    private FetchEffect Effect(TimeSpan? turn = null) =>
        new(_bench.Store, _bench.Slots, _bench.Fetcher, Fit(_bench), _ => { }) { Turn = turn ?? TimeSpan.FromMinutes(2) };

    private static DeviceFit Fit(EffectBench bench, Func<long?>? available = null) => new(bench.Store, bench.Admin, available ?? (() => null));

}
