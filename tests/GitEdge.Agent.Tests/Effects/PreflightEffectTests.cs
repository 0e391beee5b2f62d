using GitEdge.Agent.Effects;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Effects;

[Trait("Category", "Slow")]
public sealed class PreflightEffectTests : IDisposable
{
    private readonly EffectBench _bench = new();
    private readonly List<PreflightVerdict> _verdicts = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Hot_candidate_is_measured_beside_the_running_model()
    {
        var (current, target) = Staged(TrialModels.Linear(3));

        Assert.Null(await Effect(() => null).RunAsync(target, current, default));

        Assert.NotNull(Assert.Single(_verdicts).Measured.RunningP95Microseconds);
        Assert.Equal([("m", "1", true)], await _bench.LoadedAsync());
    }

    [Fact]
    public async Task Cold_candidate_is_tried_alone_after_the_running_model_was_unloaded()
    {
        var (current, target) = Staged(TrialModels.Linear(3));

        Assert.Null(await Effect(() => null).RunAsync(EffectBench.Cold(target), current, default));

        Assert.Null(Assert.Single(_verdicts).Measured.RunningP95Microseconds);
        Assert.Empty(await _bench.LoadedAsync());
        Assert.Null(await _bench.Models.ActivateAsync(EffectBench.Cold(target), default));
        Assert.Equal([("m", "2", true)], await _bench.LoadedAsync());
    }

    [Fact]
    public async Task Cold_candidate_that_is_refused_leaves_the_running_model_serving()
    {
        var (current, target) = Staged([1, 2, 3]);

        var fault = await Effect(() => null).RunAsync(EffectBench.Cold(target), current, default);

        Assert.Equal((FaultKind.Permanent, PreflightReason.UnsupportedModel), (fault!.Kind, fault.Reason));
        Assert.Equal([("m", "1", true)], await _bench.LoadedAsync());
    }

    [Fact]
    public async Task Model_without_a_limit_may_take_a_share_of_the_free_memory()
    {
        var (current, target) = Staged(TrialModels.Linear(3));

        var fault = await Effect(() => 20_000_000).RunAsync(target, current, default);

        Assert.Equal(PreflightReason.TooMuchMemory, fault!.Reason);
        Assert.Contains("the device has 16 MB to give", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_the_manifest_asks_for_was_judged_before_and_condemns_nothing_now()
    {
        var (current, target) = Staged(TrialModels.Linear(3));
        var model = target.Desired.Models[0];
        var greedy = target with { Desired = target.Desired with { Models = [model with { Spec = model.Spec with { Requires = new ModelRequirements { Memory = long.MaxValue } } }] } };

        Assert.Null(await Effect(() => null).RunAsync(greedy, current, default));
    }

    private (Generation Current, Generation Target) Staged(byte[] candidate)
    {
        var current = _bench.Stage(1, Slot.A, ("m", TrialModels.Linear(2)));
        Assert.Null(_bench.Slots.Activate(Slot.A));
        _bench.Serve();
        return (current, _bench.Stage(2, Slot.B, ("m", candidate)));
    }

    private PreflightEffect Effect(Func<long?> available) => new(
        _bench.Slots, new PreflightProcess(InferenceServerProcess.Executable(), TimeProvider.System), _bench.Models, available,
        (_, verdict) => _verdicts.Add(verdict));
}
