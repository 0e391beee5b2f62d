using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Effects;

/// <summary>Against the real server.</summary>
[Trait("Category", "Slow")]
public sealed class ModelSwitchTests : IDisposable
{
    private readonly EffectBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Going_back_makes_the_current_generation_the_default_and_frees_the_candidate()
    {
        var (current, target) = await SwitchedAsync();

        Assert.Null(await _bench.Models.RollBackAsync(target, current, default));

        Assert.Equal([("m", "1", true)], await _bench.LoadedAsync());
        Assert.Equal(Slot.A, _bench.Slots.Active);
    }

    [Fact]
    public async Task Going_back_while_the_current_generation_cannot_be_loaded_in_time_is_not_done()
    {
        // Its warm-up takes five seconds, and nobody waits that long.
        using var bench = new EffectBench(patience: TimeSpan.FromSeconds(2));
        var current = bench.Stage(1, Slot.A, ("m", TrialModels.Endless()));
        var target = bench.Stage(2, Slot.B, ("m", TrialModels.Linear(2)));
        Assert.Null(bench.Slots.Activate(Slot.B));
        bench.Serve();

        var fault = await bench.Models.RollBackAsync(target, current, default);

        Assert.Equal((FaultKind.Transient, "timed-out"), (fault!.Kind, fault.Reason));
        Assert.Equal(Slot.A, bench.Slots.Active);
        await Until.TrueAsync(async () => await bench.Models.RollBackAsync(target, current, default) is null, "the way back");
        Assert.Equal([("m", "1", true)], await bench.LoadedAsync());
    }

    [Fact]
    public async Task Going_back_while_the_server_is_away_is_decided_by_the_link()
    {
        var (current, target) = await SwitchedAsync();
        _bench.Stop();

        Assert.Null(await _bench.Models.RollBackAsync(target, current, default));

        _bench.Serve();
        Assert.Equal([("m", "1", true)], await _bench.LoadedAsync());
    }

    [Fact]
    public async Task Going_back_to_a_model_whose_bytes_are_gone_says_so_and_leaves_the_candidate_serving()
    {
        var (current, target) = await SwitchedAsync();
        _bench.Stop();
        File.Delete(_bench.Slots.ModelPath(Slot.A, "m", 1));
        _bench.Serve();

        var fault = await _bench.Models.RollBackAsync(target, current, default);

        Assert.Equal((FaultKind.Transient, "no-such-file"), (fault!.Kind, fault.Reason));
        Assert.Equal([("m", "2", true)], await _bench.LoadedAsync());
    }

    [Fact]
    public async Task Going_back_to_nothing_leaves_nothing()
    {
        var target = _bench.Stage(1, Slot.A, ("m", TrialModels.Linear(2)), ("n", TrialModels.Linear(3)));
        _bench.Serve();
        Assert.Null(await _bench.Models.ActivateAsync(target, default));

        Assert.Null(await _bench.Models.RollBackAsync(target, null, default));

        Assert.Empty(await _bench.LoadedAsync());
        Assert.Null(_bench.Slots.Active);
    }

    [Fact]
    public async Task Server_restarted_between_load_and_promote_is_not_the_releases_fault()
    {
        _bench.Serve();
        var fault = (await _bench.Admin.PromoteAsync(new Dictionary<string, string> { ["m"] = "7" }, default)).Fault!;

        Assert.Equal((FaultKind.Transient, "not-ready"), (fault.Kind, fault.Reason));
    }

    [Fact]
    public async Task Only_what_the_server_says_of_the_bytes_themselves_is_the_releases_fault()
    {
        var garbage = _bench.Stage(1, Slot.A, ("m", [1, 2, 3]));
        _bench.Serve();
        Assert.Equal((FaultKind.Permanent, "unsupported-model"), Describe(await _bench.Models.ActivateAsync(garbage, default)));

        var good = _bench.Stage(2, Slot.B, ("m", TrialModels.Linear(2)));
        var file = _bench.Slots.ModelPath(Slot.B, "m", 2);
        File.Delete(file);
        Assert.Equal((FaultKind.Transient, "no-such-file"), Describe(await _bench.Models.ActivateAsync(good, default)));
        await File.WriteAllBytesAsync(file, TrialModels.Linear(3));
        Assert.Equal((FaultKind.Transient, "digest-mismatch"), Describe(await _bench.Models.ActivateAsync(good, default)));
    }

    [Fact]
    public async Task Version_that_is_loaded_with_other_bytes_is_loaded_again()
    {
        var before = _bench.Stage(1, Slot.A, ("m", TrialModels.Linear(2)));
        _bench.Serve();
        Assert.Null(await _bench.Models.ServeAsync(before, default));
        var after = _bench.Stage(1, Slot.A, ("m", TrialModels.Linear(3)));

        Assert.Null(await _bench.Models.ServeAsync(after, default));

        var served = Assert.Single((await _bench.Admin.IndexAsync(default)).Value!);
        Assert.Equal((true, after.Desired.Models[0].Spec.Digest.ToString()), (served.IsDefault, served.Digest));
    }

    [Fact]
    public async Task Cold_swap_never_has_two_in_memory_in_either_direction()
    {
        var (current, target) = await SwitchedAsync(EffectBench.Cold);
        Assert.Equal([("m", "2", true)], await _bench.LoadedAsync());
        Assert.Null(await _bench.Models.RollBackAsync(target, current, default));

        Assert.Equal([("m", "1", true)], await _bench.LoadedAsync());
        string[] steps = ["version 1 loaded", "version 1 unloaded", "version 2 loaded", "version 2 unloaded", "version 1 loaded"];
        var lines = _bench.Server!.Log.Split('\n').Where(line => line.Contains("loaded", StringComparison.Ordinal)).ToList();
        Assert.Equal(steps.Length, lines.Count);
        Assert.All(lines.Zip(steps), pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_that_finds_other_bytes_than_the_slots_record_serves_none_and_the_agent_sees_it()
    {
        var current = _bench.Stage(1, Slot.A, ("m", TrialModels.Linear(2)));
        Assert.Null(_bench.Slots.Activate(Slot.A));
        var file = _bench.Slots.ModelPath(Slot.A, "m", 1);
        File.Delete(file);
        await File.WriteAllBytesAsync(file, TrialModels.Linear(3));
        _bench.Serve();

        Assert.Empty(await _bench.LoadedAsync());
        var told = Assert.Single((await _bench.Admin.IndexAsync(default)).Value!);
        Assert.Equal(("UNAVAILABLE", current.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)), (told.State, told.Version));
        Assert.StartsWith("digest-mismatch", told.Reason, StringComparison.Ordinal);
    }

    // Generation 1 served, then 2 was activated.
    private async Task<(Generation Current, Generation Target)> SwitchedAsync(Func<Generation, Generation>? how = null)
    {
        how ??= generation => generation;
        var current = how(_bench.Stage(1, Slot.A, ("m", TrialModels.Linear(2))));
        Assert.Null(_bench.Slots.Activate(Slot.A));
        _bench.Serve();
        var target = how(_bench.Stage(2, Slot.B, ("m", TrialModels.Linear(3))));
        Assert.Null(await _bench.Models.ActivateAsync(target, default));
        return (current, target);
    }

    private static (FaultKind Kind, string Reason) Describe(Fault? fault) => (fault!.Kind, fault.Reason);
}
