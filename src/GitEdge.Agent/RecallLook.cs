using GitEdge.Agent.Git;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>Where a device goes when what it accepted or runs was recalled: back to the last release it knows to be good.</summary>
/// <param name="objects">What was fetched.</param>
/// <param name="pass">The look.</param>
/// <param name="policy">What the device goes by.</param>
/// <param name="good">What it remembers as good, the latest last.</param>
internal sealed class RecallLook(GitObjects objects, LookPass pass, TrustPolicy policy, IReadOnlyList<AcceptedRelease> good)
{
    /// <summary>The release to go back to; null when nothing has to be left, something newer can be used, or there is none.</summary>
    /// <param name="offer">What would be done otherwise.</param>
    /// <param name="accepted">The release last accepted.</param>
    /// <param name="state">What runs, and what failed here.</param>
    public JudgedRelease.Usable? FindWayBack(ReleaseOffer offer, AcceptedRelease? accepted, DeploymentState state)
    {
        if (accepted is null || FindRecalled(accepted, state.Current?.Release) is not { } recalled)
            return null;
        if (offer.Desired is { } desired && (offer.New is not null || (offer.Paused is null && state.FindBad(desired.Content) is null)))
        {
            Tell(recalled, "What is newer takes its place.");
            return null;
        }
        foreach (var one in good.Reverse())
        {
            if (FindUsable(one, accepted) is { } usable && state.FindBad(usable.Desired.Content) is null)
            {
                Tell(recalled, $"The device takes up {one.Channel} {one.Epoch}/{one.Counter} again, which was good here.");
                return usable;
            }
        }
        Tell(recalled, "The device knows no other release that was good here, and goes on with what runs.");
        return null;
    }

    private void Tell(Fault recalled, string what) => pass.Add(Finding.Beside(recalled with { Message = $"{recalled.Message} {what}" }));

    private Fault? FindRecalled(AcceptedRelease accepted, ReleaseName? running)
    {
        (long Epoch, long Counter)[] left = [(accepted.Epoch, accepted.Counter), .. running is null ? [] : new[] { (running.Epoch, running.Counter) }];
        return left.Select(one => policy.CheckRecall(one.Epoch, one.Counter)).FirstOrDefault(one => one is not null) is { } recalled
            ? RejectionFault.Of(recalled)
            : null;
    }

    private JudgedRelease.Usable? FindUsable(AcceptedRelease one, AcceptedRelease last) => objects.ListReleaseTags(policy.Channel)
        .Where(tag => tag.Counter == one.Counter)
        .Select(tag => pass.JudgeGood(tag, one, last))
        .OfType<JudgedRelease.Usable>()
        .FirstOrDefault();
}
