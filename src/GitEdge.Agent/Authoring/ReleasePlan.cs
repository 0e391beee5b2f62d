using System.Text;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Authoring;

/// <summary>From the files of a commit to what the release of them will hold.</summary>
internal sealed class ReleasePlan(RepositoryHead head, IReadOnlyList<CommittedFile> files, DateTimeOffset now)
{
    /// <summary>The release, and the files as they will be after it.</summary>
    public (PlannedRelease Release, IReadOnlyList<CommittedFile> FilesAfter) Make(
        ReleaseRequest request,
        RolloutManifest rollout,
        FleetRepository fleet
    )
    {
        var created = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var lifetime = fleet
            .Fleet.Channels.First(channel => string.Equals(channel.Name, rollout.Channel, StringComparison.Ordinal))
            .Lifetime;
        var path = FleetLayout.RolloutOf(rollout.Channel);
        var old = files.Single(file => string.Equals(file.Path, path, StringComparison.Ordinal));
        var text = RolloutEdit.Apply(
            Encoding.UTF8.GetString(old.Content.Span),
            rollout,
            rollout.Counter + 1,
            created,
            created + lifetime
        );
        var bytes = Encoding.UTF8.GetBytes(text);
        CommittedFile[] after =
        [
            .. files.Where(file => file != old),
            new CommittedFile(path, Sha256Digest.Of(bytes), bytes),
        ];
        var release = new PlannedRelease
        {
            Channel = rollout.Channel,
            Counter = rollout.Counter + 1,
            Branch = head.Branch,
            Parent = head.Commit,
            RolloutPath = path,
            Rollout = text,
            Lock = LockText.Format(after.Select(file => new LockedFile(file.Path, file.Digest))),
            Message = request.Message,
        };
        return (release, after);
    }
}
