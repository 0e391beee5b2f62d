using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Changes of the hold document, and who has to sign them. Version and time are set by whoever signs it.</summary>
internal static class HoldEdit
{
    /// <summary>A channel that is stopped.</summary>
    public static Attempt<HoldDocument> Hold(HoldDocument document, HoldEntry hold) =>
        document.Holds.FirstOrDefault(known => known.Channel == hold.Channel) is { } known && known.Covers(hold)
            ? new Refusal($"channel '{hold.Channel}' is on hold already, {known.Extent()}", "nothing has to be done; to narrow a hold, lift it with 'gitedge resume' first") { Code = AuthoringReason.NothingToChange }
            : document with { Holds = [.. document.Holds.Where(other => other.Channel != hold.Channel), hold] };

    /// <summary>A release that is recalled.</summary>
    public static Attempt<HoldDocument> Recall(HoldDocument document, RecallEntry recall) =>
        document.FindRecall(recall.Channel, recall.Epoch, recall.Counter) is not null
            ? new Refusal(FormattableString.Invariant($"release {recall.Counter} of '{recall.Channel}' is recalled already"), "nothing has to be done") { Code = AuthoringReason.NothingToChange }
            : document with { Recalls = [.. document.Recalls, recall] };

    /// <summary>A channel that goes on, or a release that is not recalled any more.</summary>
    /// <param name="document">The document.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="recall">Number of the release; null lifts the hold.</param>
    public static Attempt<HoldDocument> Resume(HoldDocument document, string channel, long? recall)
    {
        var next = recall is null
            ? document with { Holds = [.. document.Holds.Where(hold => hold.Channel != channel)] }
            : document with { Recalls = [.. document.Recalls.Where(one => one.Channel != channel || one.Counter != recall)] };
        return next.Holds.Count < document.Holds.Count || next.Recalls.Count < document.Recalls.Count
            ? next
            : new Refusal(recall is null ? $"channel '{channel}' is not on hold{Recalled(document, channel)}" : FormattableString.Invariant($"release {recall} of '{channel}' is not recalled"), "nothing has to be done; 'gitedge keys list' shows what is in force") { Code = AuthoringReason.NothingToChange };
    }

    private static string Recalled(HoldDocument document, string channel) =>
        document.Recalls.Where(one => one.Channel == channel).Select(one => one.Counter).DefaultIfEmpty().Max() is var last and > 0
            ? FormattableString.Invariant($"; release {last} of it is recalled, which --recall {last} lifts")
            : "";

    /// <summary>
    /// The roles that have to sign: hold in any case, since a device that sees the document as its first knows of nothing
    /// that it lifts; for what is lifted, whoever releases to the channel.
    /// </summary>
    public static IReadOnlyList<NeededRole> NeededFor(TrustDocument trust, HoldDocument? before, HoldDocument next)
    {
        var lifted = before?.FindLifted(next) ?? [];
        return [NeededRole.HoldOf(trust), .. lifted.Select(channel => NeededRole.ReleaseOf(trust, channel)).OfType<NeededRole>()];
    }

    /// <summary>A line for each difference.</summary>
    public static IReadOnlyList<string> Between(HoldDocument? before, HoldDocument after)
    {
        var old = before is null ? [] : Lines(before);
        var now = Lines(after);
        return [.. old.Except(now, StringComparer.Ordinal).Select(line => $"- {line}"), .. now.Except(old, StringComparer.Ordinal).Select(line => $"+ {line}")];
    }

    /// <summary>A line for each thing that stays.</summary>
    public static IReadOnlyList<string> Kept(HoldDocument? before, HoldDocument after) =>
        before is null ? [] : [.. Lines(before).Intersect(Lines(after), StringComparer.Ordinal).Select(line => $"= {line}")];

    /// <summary>A hold, as people read it.</summary>
    public static string Show(HoldEntry hold) =>
        $"hold of {hold.Channel}, {hold.Extent()}: {hold.Reason}";

    /// <summary>A recall, as people read it.</summary>
    public static string Show(RecallEntry recall) =>
        FormattableString.Invariant($"recall of {recall.Channel} {recall.Epoch}/{recall.Counter} (epoch/counter): {recall.Reason}");

    private static List<string> Lines(HoldDocument document) => [.. document.Holds.Select(Show), .. document.Recalls.Select(Show)];
}
