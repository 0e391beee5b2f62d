using GitEdge.Agent.Git;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
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
    /// <summary>True when something was recalled that matters here: what becomes of the device decides the next look.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The recall for which what runs is to be stopped, as its release asked for; null when nothing is.</summary>
    public Fault? Stop { get; private set; }

    /// <summary>The release to go back to; null when nothing has to be left, something newer can be used, or there is none.</summary>
    /// <param name="offer">What would be done otherwise.</param>
    /// <param name="accepted">The release last accepted.</param>
    /// <param name="state">What runs, and what failed here.</param>
    public JudgedRelease.Usable? FindWayBack(ReleaseOffer offer, AcceptedRelease? accepted, DeploymentState state)
    {
        if (accepted is null)
            return null;
        var running = state.Current is { Release: var release } ? policy.CheckRecall(release.Epoch, release.Counter) : null;
        if ((running ?? policy.CheckRecall(accepted.Epoch, accepted.Counter)) is not { } recalled)
            return null;
        IsOpen = true;
        if (TakesItsPlace(offer, state, running is not null))
            return null;
        foreach (var one in good.Reverse())
        {
            if (FindUsable(one, accepted) is { } usable && state.FindBad(usable.Desired.Content) is null)
            {
                Tell(recalled, $"The device takes up {one.Channel} {one.Epoch}/{one.Counter} again, which was good here.");
                return usable;
            }
        }
        Stop = running is not null && state.Current!.Desired.WhenRecalled == RecallRule.Stop ? RejectionFault.Of(running) : null;
        Tell(recalled, (state.Current, Stop) switch
        {
            (null, _) => "The device knows no other release that was good here, and serves nothing.",
            (_, null) => "The device knows no other release that was good here, and goes on with what runs.",
            _ => "The device knows no other release that was good here, and stops, as the release asks for.",
        });
        return null;
    }

    /// <summary>
    /// Something newer is tried first, once. When that did not come to an end, what runs though it is recalled is left
    /// before it is tried again.
    /// </summary>
    private static bool TakesItsPlace(ReleaseOffer offer, DeploymentState state, bool isRunning) => offer.Desired is { } desired
        && (offer.New is not null || (!isRunning && offer.Paused is null && state.FindBad(desired.Content) is null));

    private void Tell(Rejection recalled, string what)
    {
        var fault = RejectionFault.Of(recalled);
        pass.Add(Finding.Beside(fault with { Message = $"{fault.Message} {what}" }));
    }

    private JudgedRelease.Usable? FindUsable(AcceptedRelease one, AcceptedRelease last) => objects.ListReleaseTags(policy.Channel)
        .Where(tag => tag.Counter == one.Counter)
        .Select(tag => pass.JudgeGood(tag, one, last))
        .OfType<JudgedRelease.Usable>()
        .FirstOrDefault();
}
