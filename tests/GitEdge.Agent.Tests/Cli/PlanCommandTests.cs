using System.Text.Json;
using GitEdge.Agent.Cli.Planning;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Cli;

public sealed class PlanCommandTests
{
    private static readonly Plan Deploy = new(
    [
        new PlanStep.FetchArtifact("vad", Sha256Digest.Of("model"u8), 2_327_524),
        new PlanStep.StageSlot(Slot.B),
        new PlanStep.TryModel("vad"),
        new PlanStep.Activate(Slot.B),
        new PlanStep.Watch(TimeSpan.FromMinutes(2)),
    ]);

    [Fact]
    public async Task Plan_of_a_new_release_lists_the_steps_with_reasons()
    {
        var run = await Run(Report(Deploy));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"""
            Device  cam-017
            At      2026-05-01 06:00:00Z
            From    release stable/8

               STEP      WHAT       WHY
            1  fetch     model vad  2.3 MB, sha256 {Sha256Digest.Of("model"u8).Hex[..12]}, is not on this device yet
            2  stage     slot b     the inactive slot is filled and read back; what runs is not touched
            3  try       model vad  golden cases, latency and memory, in a process of its own
            4  activate  slot b     loaded beside the running version, then made the default
            5  watch     for 2m     goes back by itself unless it stays healthy

            cam-017 would deploy release stable/8: 2.3 MB to fetch, watched for 2m before it is committed.

            """, run.Output);
    }

    [Fact]
    public async Task Plan_of_a_converged_device_is_empty()
    {
        var run = await Run(Report(new Plan([])));

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("cam-017 is converged: it runs release stable/8, nothing to do.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_of_a_drifted_device_says_what_is_repaired()
    {
        var run = await Run(Report(new Plan(
        [
            new PlanStep.PointActive(Slot.A), new PlanStep.ServeModel("vad", 3, "nothing serves"), new PlanStep.FreeModel("vad", 2),
        ])));

        Assert.Contains("2  repair  model vad  version 3 was committed, but nothing serves\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("cam-017 runs release stable/8 and would repair 3 thing(s).\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_that_is_refused_ends_with_3_and_names_every_reason()
    {
        var report = Report(null) with
        {
            Faults = [new(FaultKind.Permanent, "two-profiles", "camera and audio both set vad.", "Remove one."), new(FaultKind.Waiting, "not-before", "Too early.", "Wait.")],
            Notes = ["The device was not asked what it holds."],
        };

        var run = await Run(report);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("two-profiles: camera and audio both set vad.\nTo do: Remove one.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("not-before: Too early.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Note: The device was not asked what it holds.\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("cam-017 would do nothing: release stable/8 is refused.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_that_has_to_wait_ends_with_4()
    {
        var run = await Run(Report(Deploy) with { Faults = [new(FaultKind.Waiting, "not-yet-started", "Too early.", "Wait.")] });

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("1  fetch ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("cam-017 would deploy release stable/8, but not yet: 2.3 MB to fetch, watched for 2m before it is committed.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_of_a_device_that_runs_well_and_refuses_what_is_newer_ends_with_3()
    {
        var run = await Run(Report(new Plan([])) with { Faults = [new(FaultKind.Permanent, "unsigned-tag", "Nobody signed.", "Sign.")] });

        Assert.Equal(3, run.ExitCode);
        Assert.EndsWith("cam-017 goes on with release stable/8, and takes nothing newer: it is refused.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_json_has_the_decision_and_the_steps()
    {
        using var document = JsonDocument.Parse((await Run(Report(Deploy), "--json")).Output);

        Assert.Equal("deploy", document.RootElement.GetProperty("decision").GetString());
        Assert.Equal("fetch", document.RootElement.GetProperty("steps")[0].GetProperty("step").GetString());
        Assert.True(document.RootElement.GetProperty("steps")[0].GetProperty("deploys").GetBoolean());
    }

    [Fact]
    public async Task Plan_passes_on_what_was_asked()
    {
        PlanRequest? asked = null;
        var command = PlanCommand.Create((request, _) => Task.FromResult(Report(new Plan([])) with { Device = (asked = request).Device! }));

        await CommandRun.Of(command, "plan --repository fleet --device cam-9 --at 2026-05-01T08:00:00+02:00");

        Assert.Equal(new PlanRequest(null, "cam-9", Sample.Now, "fleet"), asked);

        await CommandRun.Of(command, "plan --repository fleet --device cam-9 --config here.yaml");
        Assert.Equal(new PlanRequest("here.yaml", "cam-9", null, "fleet"), asked);
    }

    [Theory]
    [InlineData("--device cam-9")]
    [InlineData("--at yesterday")]
    public async Task Plan_refuses_a_command_line_that_makes_no_sense(string options)
    {
        var run = await Run(Report(Deploy), options);

        Assert.NotEqual(0, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    private static Task<CommandRun> Run(PlanReport report, string options = "") =>
        CommandRun.Of(PlanCommand.Create((_, _) => Task.FromResult(report)), $"plan {options}");

    private static PlanReport Report(Plan? plan) => new() { Device = "cam-017", At = Sample.Now, Source = "release stable/8", Plan = plan };
}
