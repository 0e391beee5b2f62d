using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Status;
using static GitEdge.Agent.Cli.Demo.DemoStage;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Steps 1 to 4: models come, good and bad.</summary>
internal sealed class UpdateStory(DemoStage stage)
{
    private readonly Narrator _narrator = stage.Narrator;

    public async Task<Styled> InstallAsync(CancellationToken cancellation)
    {
        await ReleaseAsync(stage.Models.V5, cancellation);
        stage.Device.StartAgent();
        _narrator.Say("the agent starts on an empty device and follows the repository");
        await GateAsync(1, cancellation);
        await stage.Device.WaitForStepAsync(1, DeploymentPhase.Probation, DeploymentPhase.Committed, cancellation);
        await stage.Device.WaitForStatusAsync("the agent to come to rest", AtRest(1), cancellation);
        stage.Traffic = stage.StartTraffic();
        await stage.CheckServesAsync(stage.Models.V5, 1, cancellation);
        return Good("installed, and answering real speech");
    }

    public async Task<Styled> UpdateAsync(CancellationToken cancellation)
    {
        var before = stage.Clock.Now;
        await ReleaseAsync(stage.Models.V6, cancellation);
        await GateAsync(2, cancellation);
        await stage.Device.WaitForStepAsync(2, DeploymentPhase.Activating, DeploymentPhase.Probation, cancellation);
        _narrator.Seen("switched under load; now on probation");
        await stage.Device.WaitForStepAsync(2, DeploymentPhase.Probation, DeploymentPhase.Committed, cancellation);
        await stage.Device.WaitForStatusAsync("the agent to come to rest", AtRest(2), cancellation);
        await stage.CheckServesAsync(stage.Models.V6, 2, cancellation);
        var handover = stage.Ledger.HandoverTo(stage.Models.V6.Digest.ToString(), before)
            ?? throw new DemoException("answers by silero v6", "none");
        _narrator.Seen(Words.Say(
            $"what the clients saw of the switch: {handover.LargestGap.TotalMilliseconds:0} ms at most without an answer, the slowest took {handover.SlowestAnswer.TotalMilliseconds:0.0} ms"));
        return Good(Words.Say($"committed; at most {handover.LargestGap.TotalMilliseconds:0} ms without an answer"));
    }

    public async Task<Styled> RefuseAsync(CancellationToken cancellation)
    {
        await ReleaseAsync(stage.Models.V4, cancellation);
        var refused = await stage.Device.WaitForStepAsync(3, DeploymentPhase.Preflight, DeploymentPhase.Idle, cancellation);
        ExpectReason(refused, PreflightReason.InterfaceMismatch);
        _narrator.Seen($"refused in preflight, {refused.Fault!.Reason}: {refused.Fault.Message}");
        await stage.CheckServesAsync(stage.Models.V6, 2, cancellation);
        ExpectNoAnswerBy(stage.Models.V4);
        return Good("refused in preflight: " + refused.Fault.Reason);
    }

    public async Task<Styled> RollBackAsync(CancellationToken cancellation)
    {
        _narrator.Say(Words.Say($"a model like v6 on its golden cases (loudest sample {stage.Models.Loudest:0.00}), NaN on anything half as loud again"));
        await ReleaseAsync(stage.Models.Faulty, cancellation);
        await GateAsync(4, cancellation);
        var found = await stage.Device.WaitForStepAsync(4, DeploymentPhase.Probation, DeploymentPhase.RollingBack, cancellation);
        ExpectReason(found, HealthReason.BadOutputs);
        _narrator.Seen($"found out under real traffic, {found.Fault!.Reason}: {found.Fault.Message}");
        await stage.Device.WaitForStepAsync(4, DeploymentPhase.RollingBack, DeploymentPhase.Idle, cancellation);
        await stage.CheckServesAsync(stage.Models.V6, 2, cancellation);
        var line = stage.Ledger.Totals().Lines.FirstOrDefault(model => Is(model.Digest, stage.Models.Faulty));
        Expect(line is { Bad: > 0 }, "NaN answers by the faulty model", $"{line?.Bad ?? 0}");
        Expect(stage.Ledger.Totals().Bad == line!.Bad, "NaN answers by the faulty model alone", $"{stage.Ledger.Totals().Bad} in all, {line.Bad} by it");
        var times = stage.Ledger.Since(default).Where(answer => Is(answer.Digest, stage.Models.Faulty)).Select(answer => answer.At).ToList();
        _narrator.Seen(Words.Say($"it answered {line.Answered} requests in {(times[^1] - times[0]).TotalSeconds:0.0} s, {line.Bad} of them with NaN; then v6 again"));
        return Good("rolled back from probation: " + found.Fault.Reason);
    }

    /// <summary>True when a release runs here and nothing is under way.</summary>
    public static Func<DeviceStatus, bool> AtRest(long counter) =>
        status => status is { Phase: DeploymentPhase.Idle, Target: null, Current: { } current } && current.Release.Counter == counter;

    private static Styled Good(string text) => new(text, Tone.Good);

    private static bool Is(string digest, DemoModel model) => string.Equals(digest, model.Digest.ToString(), StringComparison.Ordinal);

    private async Task ReleaseAsync(DemoModel model, CancellationToken cancellation)
    {
        await stage.Fleet.ReleaseAsync(model, cancellation);
        _narrator.Say($"the release manager signs and pushes {DemoFleet.Tag(stage.Fleet.Counter)}: {model.Label}");
    }

    private async Task GateAsync(long counter, CancellationToken cancellation)
    {
        var passed = await stage.Device.WaitForStepAsync(counter, DeploymentPhase.Preflight, DeploymentPhase.Activating, cancellation);
        _narrator.Seen("signature proven, staged, and passed the gate on this device" + (passed.Note is { } note ? $": {note}" : ""));
    }

    private static void ExpectReason(HistoryEntry step, string reason) => Expect(
        string.Equals(step.Fault?.Reason, reason, StringComparison.Ordinal), $"the reason '{reason}'", $"'{step.Fault?.Reason}': {step.Fault?.Message}");

    private void ExpectNoAnswerBy(DemoModel model)
    {
        var answers = stage.Ledger.Since(default).Count(answer => Is(answer.Digest, model));
        Expect(answers == 0, $"no answer by {model.Label}", $"{answers}");
    }
}
