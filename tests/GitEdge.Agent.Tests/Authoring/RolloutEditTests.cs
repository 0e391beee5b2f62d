using System.Text;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Authoring;

public sealed class RolloutEditTests
{
    private const string Head = "apiVersion: gitedge.io/v1\nkind: Rollout\nmetadata: { name: stable }\n";

    private static readonly DateTimeOffset Created = new(2026, 4, 1, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(
        "spec:\n  channel: stable\n  epoch: 1\n  counter: 9 # nine\n  # when\n  created: '2026-03-01T08:00:00Z'   # then\n",
        "spec:\n  channel: stable\n  epoch: 1\n  counter: 10 # nine\n  # when\n  created: 2026-04-01T06:00:00Z   # then\n"
    )]
    [InlineData(
        "spec: { created: 2026-03-01T08:00:00Z, counter: 9, epoch: 1, channel: stable }\n",
        "spec: { created: 2026-04-01T06:00:00Z, counter: 10, epoch: 1, channel: stable }\n"
    )]
    [InlineData(
        "spec:\r\n  channel: stable\r\n  epoch: 1\r\n  counter: 9\r\n  created: \"2026-03-01T08:00:00Z\"\r\n",
        "spec:\r\n  channel: stable\r\n  epoch: 1\r\n  counter: 10\r\n  created: 2026-04-01T06:00:00Z\r\n"
    )]
    public void Only_counter_and_time_change(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, expires: null));

    [Theory]
    [InlineData(
        "spec:\n  created: 2026-03-01T08:00:00Z # then\n  channel: stable\n  epoch: 1\n  counter: 9\n",
        "spec:\n  created: 2026-04-01T06:00:00Z # then\n  expires: 2026-05-01T06:00:00Z\n  channel: stable\n  epoch: 1\n  counter: 10\n"
    )]
    [InlineData(
        "spec:\n  channel: stable\n  epoch: 1\n  counter: 9\n  created: 2026-03-01T08:00:00Z",
        "spec:\n  channel: stable\n  epoch: 1\n  counter: 10\n  created: 2026-04-01T06:00:00Z\n  expires: 2026-05-01T06:00:00Z\n"
    )]
    [InlineData(
        "spec: { counter: 9, created: 2026-03-01T08:00:00Z, epoch: 1, channel: stable }\n",
        "spec: { counter: 10, created: 2026-04-01T06:00:00Z, expires: 2026-05-01T06:00:00Z, epoch: 1, channel: stable }\n"
    )]
    [InlineData(
        "spec:\n  expires: 2026-03-09T08:00:00Z\n  channel: stable\n  epoch: 1\n  counter: 9\n  created: 2026-03-01T08:00:00Z\n",
        "spec:\n  expires: 2026-05-01T06:00:00Z\n  channel: stable\n  epoch: 1\n  counter: 10\n  created: 2026-04-01T06:00:00Z\n"
    )]
    public void Expiry_is_set_where_it_stands_or_put_after_created(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, Created.AddDays(30)));

    private static string Edit(string text, DateTimeOffset? expires)
    {
        var rollout = ManifestReader.Read(ManifestKinds.Rollout, "r.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Empty(rollout.Problems);
        var edited = RolloutEdit.Apply(text, rollout.Value!, 10, Created, expires);
        Assert.Equal((10, Created, expires ?? rollout.Value!.Expires), Read(edited));
        return edited;
    }

    private static (long, DateTimeOffset, DateTimeOffset?) Read(string text)
    {
        var rollout = ManifestReader.Read(ManifestKinds.Rollout, "r.yaml", Encoding.UTF8.GetBytes(text)).Value!;
        return (rollout.Counter, rollout.Created, rollout.Expires);
    }
}
