using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Planning;

public sealed class PlannerTests
{
    [Fact]
    public void New_device_fetches_stages_tries_activates_and_watches()
    {
        var plan = Planner.Of(Desired("v5"), new ObservedState());

        Assert.Equal<PlanStep>(
            [
                new PlanStep.FetchArtifact("vad", Digest("v5"), 2),
                new PlanStep.StageSlot(Slot.A),
                new PlanStep.TryModel("vad"),
                new PlanStep.Activate(Slot.A),
                new PlanStep.Watch(TimeSpan.FromMinutes(2)),
            ],
            plan.Steps);
        Assert.True(plan.Deploys);
        Assert.False(plan.Repairs);
        Assert.False(plan.IsConverged);
    }

    [Fact]
    public void Update_goes_to_the_other_slot_and_fetches_only_what_is_missing()
    {
        var plan = Planner.Of(Desired("v6"), Converged("v5") with { Stored = new HashSet<Sha256Digest> { Digest("v6") } });

        Assert.DoesNotContain(plan.Steps, step => step is PlanStep.FetchArtifact);
        Assert.Contains(new PlanStep.StageSlot(Slot.B), plan.Steps);
        Assert.All(plan.Steps, step => Assert.NotEqual(Slot.A, step.Writes));
    }

    [Fact]
    public void Image_of_every_container_is_pulled_before_anything_is_activated()
    {
        var desired = Desired("v5") with { Containers = [new ContainerSpec { Name = "web", Image = "r/web@sha256:0", Quadlet = "containers/web.container" }] };

        var steps = Planner.Of(desired, new ObservedState()).Steps;

        Assert.Equal([new PlanStep.PullImage("web", "r/web@sha256:0")], steps.SkipWhile(step => step is not PlanStep.StageSlot).Skip(1).TakeWhile(step => step is not PlanStep.TryModel));
    }

    [Fact]
    public void Same_artifact_in_two_models_is_fetched_once()
    {
        var twice = Desired("v5") with { Models = [Model("one", "v5"), Model("two", "v5")] };

        Assert.Single(Planner.Of(twice, new ObservedState()).Steps.OfType<PlanStep.FetchArtifact>());
    }

    [Fact]
    public void Converged_device_has_an_empty_plan() =>
        Assert.True(Planner.Of(Desired("v5"), Converged("v5")).IsConverged);

    [Fact]
    public void Link_that_points_elsewhere_is_drift()
    {
        var plan = Planner.Of(Desired("v5"), Converged("v5") with { ActiveSlot = Slot.B });

        Assert.Equal<PlanStep>([new PlanStep.PointActive(Slot.A)], plan.Steps);
        Assert.True(plan.Repairs);
        Assert.False(plan.Deploys);
    }

    [Fact]
    public void Server_that_cannot_be_asked_is_not_drift() =>
        Assert.True(Planner.Of(Desired("v5"), Converged("v5") with { Served = null }).IsConverged);

    [Fact]
    public void Missing_model_is_drift()
    {
        var step = Drift([]);

        Assert.Equal(new PlanStep.ServeModel("vad", 3, "nothing serves"), step);
    }

    [Fact]
    public void Model_that_is_not_ready_is_drift() => Assert.Equal(
        new PlanStep.ServeModel("vad", 3, "version 3 is not ready"),
        Drift([new ServedModel("vad", 3, Digest("v5"), Ready: false, Default: true)]));

    [Fact]
    public void Other_bytes_under_the_right_version_are_drift() => Assert.Equal(
        new PlanStep.ServeModel("vad", 3, $"version 3, {Digest("other")}, serves"),
        Drift([new ServedModel("vad", 3, Digest("other"), Ready: true, Default: true)]));

    [Fact]
    public void Version_that_is_loaded_but_not_the_default_is_drift()
    {
        var plan = Planner.Of(Desired("v5"), Converged("v5") with
        {
            Served =
            [
                new ServedModel("vad", 3, Digest("v5"), Ready: true, Default: false),
                new ServedModel("vad", 2, Digest("v4"), Ready: true, Default: true),
            ],
        });

        Assert.Equal<PlanStep>(
            [new PlanStep.ServeModel("vad", 3, $"version 2, {Digest("v4")}, serves"), new PlanStep.FreeModel("vad", 2)],
            plan.Steps);
        Assert.All(plan.Steps, step => Assert.Null(step.Writes));
    }

    [Fact]
    public void Model_nobody_asked_for_is_freed()
    {
        var observed = Converged("v5");

        var plan = Planner.Of(Desired("v5"), observed with
        {
            Served = [.. observed.Served!, new ServedModel("stray", 3, Digest("x"), Ready: true, Default: true)],
        });

        Assert.Equal<PlanStep>([new PlanStep.FreeModel("stray", 3)], plan.Steps);
        Assert.True(plan.Repairs);
    }

    [Fact]
    public void Plan_tells_deploying_from_repairing()
    {
        PlanStep deploys = new PlanStep.Activate(Slot.A);
        PlanStep repairs = new PlanStep.PointActive(Slot.A);
        PlanStep serves = new PlanStep.ServeModel("vad", 2, "nothing serves");
        PlanStep frees = new PlanStep.FreeModel("vad", 1);

        Assert.True(new Plan([deploys, repairs]) is { Deploys: true, Repairs: true, IsConverged: false });
        Assert.True(new Plan([deploys]) is { Deploys: true, Repairs: false });
        Assert.True(new Plan([repairs, frees, serves]) is { Deploys: false, Repairs: true });
        Assert.True(new Plan([]) is { Deploys: false, Repairs: false, IsConverged: true });
    }

    [Fact]
    public void Planning_a_converged_state_gives_an_empty_plan() => Prop.ForAll(States(), state =>
    {
        var number = 7;
        var observed = new ObservedState
        {
            Current = Generation(state, number, Slot.B),
            ActiveSlot = Slot.B,
            Served = [.. state.Models.Select(model => new ServedModel(model.Spec.Name, number, model.Spec.Digest, true, true))],
        };
        return Planner.Of(state, observed).IsConverged;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_step_writes_the_current_slot() => Prop.ForAll(States(), States(), (running, wanted) =>
    {
        var observed = new ObservedState { Current = Generation(running, 7, Slot.B), ActiveSlot = Slot.B };
        return Planner.Of(wanted, observed).Steps.All(step => step.Writes != Slot.B);
    }).QuickCheckThrowOnFailure();

    private static PlanStep Drift(IReadOnlyList<ServedModel> served) =>
        Assert.Single(Planner.Of(Desired("v5"), Converged("v5") with { Served = served }).Steps);

    private static ObservedState Converged(string bytes) => new()
    {
        Current = Generation(Desired(bytes), 3, Slot.A),
        ActiveSlot = Slot.A,
        Served = [new ServedModel("vad", 3, Digest(bytes), Ready: true, Default: true)],
        Stored = new HashSet<Sha256Digest> { Digest(bytes) },
    };

    private static Generation Generation(DesiredState state, long number, Slot slot) => new()
    {
        Number = number,
        Slot = slot,
        Release = new ReleaseName("stable", 1, number, default),
        Desired = state,
    };

    private static DesiredState Desired(string bytes) => new() { Device = "cam-1", Profiles = ["camera"], Models = [Model("vad", bytes)] };

    private static DesiredModel Model(string name, string bytes) => new()
    {
        Spec = new ModelSpec { Name = name, Sources = ["file:///m"], Digest = Digest(bytes), Size = bytes.Length },
    };

    private static Sha256Digest Digest(string bytes) => Sha256Digest.Of(Encoding.UTF8.GetBytes(bytes));

    private static Arbitrary<DesiredState> States() => Gen.Choose(0, 4)
        .SelectMany(count => Gen.ArrayOf(Gen.Choose(0, 5), count))
        .Select(versions => Desired("x") with { Models = [.. versions.Select((version, i) => Model($"m{i}", $"v{version}"))] })
        .ToArbitrary();
}
