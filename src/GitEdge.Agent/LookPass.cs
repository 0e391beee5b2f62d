using GitEdge.Agent.Git;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>
/// One look, cheapest first: what a tag names is read only when the tag itself is signed, and only so many tags that
/// nothing is known of are judged at once.
/// </summary>
/// <param name="objects">What was fetched.</param>
/// <param name="judge">Verifies and reads a release.</param>
/// <param name="policy">What the device goes by.</param>
/// <param name="memory">What earlier looks found out.</param>
/// <param name="cancellation">Ends the look before the next tag.</param>
internal sealed class LookPass(
    GitObjects objects, ReleaseJudge judge, DevicePolicy policy, TagMemory memory, CancellationToken cancellation)
{
    /// <summary>Tags that are judged in one look, besides those that are remembered as refused.</summary>
    public const int MaxJudged = 256;

    private readonly Dictionary<ReleaseTag, SignedTag> _signed = [];
    private readonly Dictionary<ReleaseTag, ApprovedTag> _approved = [];
    private readonly Dictionary<ReleaseTag, Fault> _short = [];
    private readonly CosignatureTags _cosignatures = new(objects, policy.Trust!.Channel);
    private readonly List<Finding> _findings = [];
    private int _judged;

    /// <summary>The release last accepted, which is known by its digest; null when none ever was.</summary>
    public AcceptedRelease? Accepted { get; init; }

    /// <summary>What is not to be believed.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Whether the repository lists the release that was accepted.</summary>
    public bool IsAcceptedListed { get; set; }

    /// <summary>Tags that were not judged, because enough others were.</summary>
    public int Left { get; private set; }

    /// <summary>Adds what is not to be believed.</summary>
    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>The first that can be used. What stands before it and cannot be used is told.</summary>
    public (ReleaseTag Tag, JudgedRelease.Usable Release)? FindUsable(IEnumerable<ReleaseTag> tags, AcceptedRelease? last)
    {
        foreach (var tag in tags)
        {
            switch (Judge(tag, last))
            {
                case JudgedRelease.Usable usable:
                    return (tag, usable);
                // What came before the accepted release, in another epoch, is its past as long as that one is listed too.
                case JudgedRelease.Refused { Fault.Reason: Finding.Replayed } when IsAcceptedListed:
                    break;
                // That what was accepted is recalled is told with what becomes of the device.
                case JudgedRelease.Refused { Fault.Reason: Finding.Recalled } when tag.Counter == Accepted?.Counter:
                    break;
                // One of several can sign any number of releases that wait for others.
                case JudgedRelease.Refused when _short.Count > MaxJudged && _short.ContainsKey(tag):
                    break;
                case JudgedRelease.Refused refused when tag.Standing == ReleaseTagStanding.Listed:
                    _findings.Add(new Finding(refused.Fault, tag.Counter, _signed.ContainsKey(tag)));
                    break;
            }
        }
        return null;
    }

    /// <summary>
    /// The first, below the accepted number, that follows the accepted commit: only a later epoch can make it newer.
    /// Releases of the past cost a signature and a walk once.
    /// </summary>
    public (ReleaseTag Tag, JudgedRelease.Usable Release)? FindLaterEpoch(IEnumerable<ReleaseTag> below, AcceptedRelease? last)
    {
        if (last is null || !GitObjectId.TryParse(last.Commit, out var accepted))
            return null;
        return FindUsable(below.Where(tag => !memory.IsOld(tag) && FindSigned(tag) is { } signed && Follows(tag, signed, accepted)), last);
    }

    /// <summary>
    /// Whether somebody who may release signed the tag, or the device knows it; false as well when this look has judged
    /// enough.
    /// </summary>
    public bool IsSigned(ReleaseTag tag) => FindAccepted(tag) is not null || FindSigned(tag) is not null;

    /// <summary>What becomes of one tag; null when it cannot be read, or this look has judged enough.</summary>
    public JudgedRelease? Judge(ReleaseTag tag, AcceptedRelease? last)
    {
        if (FindAccepted(tag) is { } known)
            return JudgeKnown(tag, known, (release, claims) => KnownVerifier.AcceptAgain(release, claims, policy.Trust!));
        if (FindSigned(tag) is not { } signed)
            return memory.FindRefused(tag) is { } refused ? new JudgedRelease.Refused(refused) : null;
        if (FindApproved(tag, signed) is not { } approved)
            return new JudgedRelease.Refused(_short[tag]);
        GitObjectId? before = last is not null && GitObjectId.TryParse(last.Commit, out var commit) ? commit : null;
        return objects.ReadRevision(tag, before, cancellation) is { } revision
            ? judge.Judge(approved, Translate(revision), Problems(revision), last, policy.Now)
            : null;
    }

    /// <summary>Whether the device can go back to a release that it remembers as good; null when the tag is not that release.</summary>
    public JudgedRelease? JudgeGood(ReleaseTag tag, AcceptedRelease good, AcceptedRelease last) => FindKnown(tag, good) is { } known
        ? JudgeKnown(tag, known, (release, claims) => KnownVerifier.GoBack(release, claims, policy.Trust!, last))
        : null;

    private JudgedRelease? JudgeKnown(ReleaseTag tag, KnownTag known, Func<KnownRelease, ReleaseClaims, ReleaseVerdict> accept) =>
        objects.ReadRevision(tag, null, cancellation) is { } revision ? judge.Judge(known, Translate(revision), Problems(revision), accept) : null;

    /// <summary>One whose number alone is known, from the journal, has to show its signatures: its time is remembered from them.</summary>
    private KnownTag? FindAccepted(ReleaseTag tag) => Accepted is { Commit.Length: > 0 } accepted ? FindKnown(tag, accepted) : null;

    private KnownTag? FindKnown(ReleaseTag tag, AcceptedRelease accepted) =>
        tag.Counter == accepted.Counter && objects.ReadRaw(tag.ObjectId) is { Type: GitObjectType.Tag } raw
            ? KnownVerifier.VerifyTag(new FetchedTag(tag.RefName, tag.ObjectId.ToString(), raw.Bytes), accepted).Value
            : null;

    private SignedTag? FindSigned(ReleaseTag tag)
    {
        if (_signed.TryGetValue(tag, out var known) || memory.FindRefused(tag) is not null)
            return known;
        cancellation.ThrowIfCancellationRequested();
        if (_judged == MaxJudged)
        {
            Left++;
            return null;
        }
        _judged++;
        if (objects.ReadRaw(tag.ObjectId) is not { } raw)
            return null;
        if (judge.VerifyTag(new FetchedTag(tag.RefName, tag.ObjectId.ToString(), raw.Bytes), policy.Trust!, out var refused) is { } signed)
            return _signed[tag] = signed;
        memory.Refuse(tag, refused!);
        return null;
    }

    /// <summary>
    /// The tag, when enough stand behind it. One that too few stand behind does not count among those that were judged: by
    /// them one of several could keep a device from ever looking at what all have signed.
    /// </summary>
    private ApprovedTag? FindApproved(ReleaseTag tag, SignedTag signed)
    {
        if (_approved.TryGetValue(tag, out var known) || _short.ContainsKey(tag))
            return known;
        cancellation.ThrowIfCancellationRequested();
        if (judge.VerifySigners(signed, _cosignatures.Of(tag.Counter, cancellation), out var missing) is { } approved)
            return _approved[tag] = approved;
        _short[tag] = missing!;
        _judged--;
        return null;
    }

    private bool Follows(ReleaseTag tag, SignedTag signed, GitObjectId accepted)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!GitObjectId.TryParse(signed.Commit, out var commit))
            return false;
        var follows = commit == accepted ? false : objects.IsDescendantOf(commit, accepted);
        if (follows is false)
            memory.SetOld(tag);
        return follows is true;
    }

    private static FetchedRelease Translate(FetchedRevision revision) => new()
    {
        RefName = revision.RefName,
        TagId = revision.TagObjectId.ToString(),
        TagBytes = revision.RawTag,
        CommitId = revision.TargetCommit?.ToString() ?? "",
        Files = revision.Files,
        DescendsFromAccepted = revision.DescendsFromAccepted,
    };

    private static IReadOnlyList<string> Problems(FetchedRevision revision) =>
        [.. revision.Tree.Problems.Select(problem => $"{ControlText.EscapeName(problem.Path)}: {problem.Text}")];
}
