using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Planning;

public sealed class TuningPlanTests
{
    private static readonly Knob Swappiness = Knob.Sysctl("vm.swappiness");

    private static readonly DesiredState Desired = new()
    {
        Device = "cam-1",
        Profiles = ["camera"],
        Tuning = new TuningSpec { Sysctl = new Dictionary<string, string> { ["vm.swappiness"] = "10" } },
    };

    [Fact]
    public void Knobs_are_turned_before_the_new_generation_serves()
    {
        var plan = Planner.Of(Desired, new ObservedState { Tuning = View("60") });

        Assert.Equal<PlanStep>(
            [new PlanStep.StageSlot(Slot.A), new PlanStep.Tune(new TuningChange(Swappiness, "60", "10")), new PlanStep.Activate(Slot.A), new PlanStep.Watch(TimeSpan.FromMinutes(2))],
            plan.Steps);
        Assert.True(plan.Steps[1].Deploys);
    }

    [Fact]
    public void Knob_that_drifted_is_repaired_and_one_that_did_not_is_no_step()
    {
        var current = new Core.Deployments.Generation { Number = 1, Slot = Slot.A, Release = Deployments.Sample.Release(1), Desired = Desired };
        ObservedState Found(string value) => new() { Current = current, ActiveSlot = current.Slot, Served = [], Tuning = View(value, new KeptSetting(Swappiness, "10", "60")) };

        var step = Assert.Single(Planner.Of(Desired, Found("99")).Steps);

        Assert.Equal(new PlanStep.Retune(new TuningChange(Swappiness, "99", "10")), step);
        Assert.False(step.Deploys);
        Assert.True(Planner.Of(Desired, Found("10")).IsConverged);
        Assert.True(Planner.Of(Desired, Found("99") with { Tuning = null }).IsConverged);
    }

    private static TuningView View(string value, params KeptSetting[] kept) =>
        new(StandardPolicy.Policy, new ObservedTuning(new Dictionary<Knob, ObservedKnob> { [Swappiness] = new(value) }), kept);
}
