using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Step 5: somebody with write access to the repository tries five ways in, the last with the stolen key.</summary>
internal sealed class AttackStory(DemoStage stage)
{
    private const long Running = 2;

    private readonly DemoFleet _fleet = stage.Fleet;

    public async Task<Styled> RefuseAllAsync(CancellationToken cancellation)
    {
        await TryAsync("a tag that nobody signed", "unsigned-tag", _fleet.PushUnsignedAsync, _fleet.WithdrawAsync, cancellation);
        await TryAsync("a tag signed by a stranger's key", "unknown-signer", _fleet.PushSignedByStrangerAsync, _fleet.WithdrawAsync, cancellation);
        await TryAsync($"the newest release's tag moved: it now names the signed tag of release {Running}", "tag-moved",
            token => _fleet.PushMovedAsync(Running, token), _fleet.RestoreAsync, cancellation);
        await TryAsync($"release {Running} replayed: the server offers nothing newer", "replayed-release",
            token => _fleet.RewindAsync(Running, token), _fleet.RestoreAsync, cancellation);
        await TryAsync("another release, signed with the manager's own key under a number that was used", "equivocation",
            _fleet.PushSecondAsync, _fleet.RestoreAsync, cancellation);
        await stage.CheckServesAsync(stage.Models.V6, Running, cancellation);
        return new Styled("5 of 5 refused by name", Tone.Good);
    }

    private async Task TryAsync(
        string what, string reason, Func<CancellationToken, Task> attack, Func<CancellationToken, Task> undo, CancellationToken cancellation)
    {
        await attack(cancellation);
        stage.Narrator.Say(what);
        var status = await stage.Device.WaitForStatusAsync($"the release to be refused as '{reason}'",
            status => Trust(status) is { Ok: false } condition && string.Equals(condition.Reason, reason, StringComparison.Ordinal), cancellation);
        stage.Narrator.Seen($"refused, {reason}: {Trust(status)!.Message}");
        await undo(cancellation);
        await stage.Device.WaitForStatusAsync("the device to be content again", status => Trust(status) is { Ok: true }, cancellation);
    }

    private static Condition? Trust(DeviceStatus status) =>
        status.Conditions.FirstOrDefault(condition => condition.Type == ConditionType.ReleaseTrusted);
}
