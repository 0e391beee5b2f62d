using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring;

/// <summary>
/// Makes a release: rollout, lock, commit, signed tag. The commit is built beside the branch; the tag is the point from
/// which the release exists, and only then does the branch move. So a run that is cut off has either done nothing that
/// shows, or left a tag from which the next run moves the branch.
/// </summary>
internal sealed class Release(GitCli git, ReadFleet read, TimeProvider clock)
{
    /// <summary>Makes a release, or finishes one.</summary>
    /// <exception cref="GitFailedException">git failed where nothing was expected to.</exception>
    public async Task<ReleaseOutcome> RunAsync(ReleaseRequest request, CancellationToken cancellation)
    {
        var (head, refusal) = await RepositoryHead.ReadAsync(git, cancellation);
        if (head is null)
            return new ReleaseOutcome.Refused(refusal!);
        var (files, problems) = await CommittedFiles.ReadAsync(git, head.Commit, cancellation);
        var fleet = Read(files);
        problems = [.. problems, .. fleet.Problems];
        if (problems.Count > 0)
            return new ReleaseOutcome.Invalid(problems);
        if (fleet.Value!.FindRollout(request.Channel) is not { } rollout)
            return new ReleaseOutcome.Refused(UnknownChannel(fleet.Value, request.Channel));

        if (await PendingRelease.FindAsync(git, head, rollout, cancellation) is { } pending)
            return request.DryRun ? new ReleaseOutcome.Refused(pending.Describe()) : await pending.FinishAsync(git, cancellation);
        if ((CheckMessage(request.Message) ?? await CheckAsync(fleet.Value, rollout, cancellation)) is { } reason)
            return new ReleaseOutcome.Refused(reason);
        if (!request.Again && await ReleaseTags.IsReleasedAsync(git, rollout, head, cancellation))
            return new ReleaseOutcome.Finished(new ReleaseRef(rollout.Channel, rollout.Counter).TagName, head.Branch, "nothing has changed since; --again gives the same content a new number");
        return await PlanAsync(request, head, files, rollout, fleet.Value, cancellation);
    }

    private async Task<ReleaseOutcome> PlanAsync(
        ReleaseRequest request, RepositoryHead head, IReadOnlyList<CommittedFile> files, RolloutManifest rollout, FleetRepository fleet, CancellationToken cancellation)
    {
        var planned = new ReleasePlan(head, files, clock.GetUtcNow()).Make(request, rollout, fleet);
        var after = Read(planned.FilesAfter);
        if (planned.Release is not { } release || !after.IsValid)
            return new ReleaseOutcome.Invalid([.. planned.Problems, .. after.Problems]);
        if (request.DryRun)
            return new ReleaseOutcome.Planned(release);
        return await new ReleaseWriter(git).WriteAsync(release, cancellation);
    }

    private Validated<FleetRepository> Read(IReadOnlyList<CommittedFile> files) => read(
        files.Where(file => !FleetLayout.IsBelow(file.Path, FleetLayout.Golden)).ToDictionary(file => file.Path, file => file.Content, StringComparer.Ordinal),
        [.. files.Select(file => file.Path)]);

    private async Task<Refusal?> CheckAsync(FleetRepository fleet, RolloutManifest rollout, CancellationToken cancellation)
    {
        if (FleetValidate.FindUnsupported(fleet, rollout.Channel) is [var (device, item), ..])
            return new Refusal($"device '{device}' would refuse the release: {item.Item}", item.Reason);
        return await RepositoryHead.CheckCleanAsync(git, cancellation)
            ?? await SigningKey.CheckAsync(git, cancellation)
            ?? await ReleaseTags.CheckAsync(git, rollout, cancellation)
            ?? await ReleaseEpoch.CheckAsync(MetaSession.ToRead(git) with { Clock = clock }, rollout, cancellation);
    }

    // The message is signed with the rest, and what verifies it knows one trailer and one signature only.
    private static Refusal? CheckMessage(string? message) =>
        message is null || (!message.Contains(LockTrailer.Name, StringComparison.OrdinalIgnoreCase)
            && !message.Contains("-----BEGIN", StringComparison.Ordinal) && message.All(character => character is '\n' or >= ' '))
            ? null
            : new Refusal("the message has a line that would read as part of the signature or a control character", $"leave out {LockTrailer.Name}, -----BEGIN and control characters");

    private static Refusal UnknownChannel(FleetRepository fleet, string channel) => new(
        $"the fleet has no channel '{channel}'", $"use one of: {string.Join(", ", fleet.Rollouts.Select(rollout => rollout.Channel))}");
}
