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
/// <param name="policy">What it is verified against.</param>
/// <param name="memory">What earlier looks found out.</param>
/// <param name="cancellation">Ends the look before the next tag.</param>
internal sealed class LookPass(
    GitObjects objects, ReleaseJudge judge, TrustPolicy policy, TagMemory memory, CancellationToken cancellation)
{
    /// <summary>Tags that are judged in one look, besides those that are remembered as refused.</summary>
    public const int MaxJudged = 256;

    private readonly Dictionary<ReleaseTag, SignedTag> _signed = [];
    private readonly List<Finding> _findings = [];
    private int _judged;

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

    /// <summary>Whether somebody who may release signed the tag; false as well when this look has judged enough.</summary>
    public bool IsSigned(ReleaseTag tag) => FindSigned(tag) is not null;

    /// <summary>What becomes of one tag; null when it cannot be read, or this look has judged enough.</summary>
    public JudgedRelease? Judge(ReleaseTag tag, AcceptedRelease? last)
    {
        if (FindSigned(tag) is not { } signed)
            return memory.FindRefused(tag) is { } refused ? new JudgedRelease.Refused(refused) : null;
        GitObjectId? before = last is not null && GitObjectId.TryParse(last.Commit, out var commit) ? commit : null;
        return objects.ReadRevision(tag, before, cancellation) is { } revision
            ? judge.Judge(signed, Translate(revision), [.. revision.Tree.Problems.Select(problem => $"{ControlText.EscapeName(problem.Path)}: {problem.Text}")], last)
            : null;
    }

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
        if (judge.VerifyTag(new FetchedTag(tag.RefName, tag.ObjectId.ToString(), raw.Bytes), policy, out var refused) is { } signed)
            return _signed[tag] = signed;
        memory.Refuse(tag, refused!);
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
}
