using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Deployments;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Steps 6 and 7: what happens to devices.</summary>
internal sealed class DisasterStory(DemoStage stage)
{
    private const long EnoughForManifests = 3_250_000;

    private readonly Narrator _narrator = stage.Narrator;

    public async Task<Styled> KillAsync(CancellationToken cancellation)
    {
        await stage.Fleet.ReleaseAsync(stage.Models.Rebuilt, cancellation);
        var release = stage.Fleet.Counter;
        _narrator.Say($"the release manager signs and pushes {DemoFleet.Tag(release)}: {stage.Models.Rebuilt.Label}");
        await KillInAsync(DeploymentPhase.Preflight, release, cancellation);
        await stage.Device.WaitForStepAsync(release, DeploymentPhase.Preflight, DeploymentPhase.Idle, cancellation);
        _narrator.Seen("started again, it gave up the half-made attempt and begins anew");
        await KillInAsync(DeploymentPhase.Probation, release, cancellation);
        await stage.Device.WaitForStepAsync(release, DeploymentPhase.Probation, DeploymentPhase.Committed, cancellation);
        await stage.Device.WaitForStatusAsync("the agent to come to rest", UpdateStory.AtRest(release), cancellation);
        _narrator.Seen("started again, it went on with probation and committed, with nobody's help");
        await stage.CheckServesAsync(stage.Models.Rebuilt, release, cancellation);
        return new Styled("killed in Preflight and in Probation; finished by itself", Tone.Good);
    }

    public async Task<Styled> FillDiskAsync(CancellationToken cancellation)
    {
        if (stage.Disk.Kind is not { } kind)
        {
            _narrator.Say("left out: this user may not mount a small disk here, and yours is not ours to fill; run it as root");
            return new Styled("not shown: no disk to fill without root", Tone.Warning);
        }
        var before = stage.Fleet.Counter;
        await StarveAsync(kind, before, cancellation);
        stage.Disk.Empty();
        _narrator.Say("the file is deleted; nobody touches the device");
        await stage.Device.WaitForStepAsync(before + 1, DeploymentPhase.Probation, DeploymentPhase.Committed, cancellation);
        await stage.Device.WaitForStatusAsync("the agent to come to rest and be content",
            status => UpdateStory.AtRest(before + 1)(status) && status.Ok, cancellation);
        await stage.CheckServesAsync(stage.Models.RebuiltAgain, before + 1, cancellation);
        return new Styled("kept serving, said so, and updated once there was room", Tone.Good);
    }

    private async Task StarveAsync(string kind, long before, CancellationToken cancellation)
    {
        stage.Disk.Fill();
        DemoStage.Expect(stage.Disk.Free == 0, "a full disk", $"{stage.Disk.Free} bytes free");
        _narrator.Say($"somebody's file fills the device's disk ({kind}): 0 bytes free");
        await stage.Fleet.ReleaseAsync(stage.Models.RebuiltAgain, cancellation);
        _narrator.Say($"the release manager signs and pushes {DemoFleet.Tag(before + 1)}: {stage.Models.RebuiltAgain.Label}");
        await ExpectComplaintAsync(ConditionType.GitReachable, cancellation);
        await stage.CheckServesAsync(stage.Models.Rebuilt, before, cancellation);
        stage.Disk.Fill(leaving: EnoughForManifests);
        _narrator.Say($"the file shrinks: {Words.Size(stage.Disk.Free)} free, enough to take the release in, not for a model of {Words.Size(stage.Models.RebuiltAgain.Size)}");
        await ExpectComplaintAsync(ConditionType.ReleaseDeployed, cancellation);
        await stage.CheckServedAsync(stage.Models.Rebuilt, cancellation);
    }

    private async Task KillInAsync(DeploymentPhase phase, long release, CancellationToken cancellation)
    {
        await stage.Device.WaitForStatusAsync($"release {release} to be in {phase}",
            status => status.Phase == phase && status.Target?.Release.Counter == release, cancellation);
        await stage.Device.KillAgentAsync(cancellation);
        _narrator.Say($"kill -9 of the agent in {phase}");
        await stage.CheckServedAsync(phase == DeploymentPhase.Probation ? stage.Models.Rebuilt : stage.Models.V6, cancellation);
        stage.Device.StartAgent();
    }

    private async Task ExpectComplaintAsync(ConditionType type, CancellationToken cancellation)
    {
        Condition? found = null;
        await stage.Device.WaitForStatusAsync($"the condition {type} to say that the disk is full",
            status => (found = status.Conditions.FirstOrDefault(one => one.Type == type && !one.Ok && IsAboutSpace(one))) is not null, cancellation);
        _narrator.Seen($"status says {type} {found!.Reason}: {found.Message}");
    }

    private static bool IsAboutSpace(Condition condition) => condition.Reason is "disk-full" or "does-not-fit-disk"
        || condition.Message.Contains("No space left on device", StringComparison.Ordinal);
}
