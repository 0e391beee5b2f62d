using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Verifies a release of the repository as a device does: tag, trailer, lock, every file, manifests.</summary>
internal sealed class ReleaseCheck(GitCli git, ReadFleet read, Ed25519Verify ed25519)
{
    private const int ShownProblems = 5;

    /// <summary>The release, or the first thing that does not hold.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="cosignatures">Its co-signatures.</param>
    /// <param name="policy">What it is judged by.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<Attempt<CheckedRelease>> VerifyAsync(
        FetchedTag tag, IReadOnlyList<FetchedTag> cosignatures, TrustPolicy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!ReleaseVerifier.VerifyTag(tag, policy, ed25519).Try(out var signedTag, out var rejection))
            return Refusal.Of(rejection);
        if (!ReleaseVerifier.VerifySigners(signedTag, cosignatures, ed25519).Try(out var approved, out rejection))
            return Refusal.Of(rejection);
        var (files, problems) = await CommittedFiles.ReadAsync(git, signedTag.Commit, cancellation, withGolden: true);
        var locked = await GitObjects.ReadAsync(git, [$"{signedTag.Commit}:{FleetLayout.LockFile}"], cancellation);
        var contents = files.ToDictionary(file => file.Path, file => file.Content, StringComparer.Ordinal);
        if (locked[0] is { } content)
            contents[FleetLayout.LockFile] = content.Bytes;
        var fetched = new FetchedRelease
        {
            RefName = tag.RefName,
            TagId = tag.TagId,
            TagBytes = tag.TagBytes,
            CommitId = signedTag.Commit,
            Files = contents,
        };
        if (!ReleaseVerifier.VerifyFiles(approved, fetched).Try(out var signed, out rejection))
            return Refusal.Of(rejection);
        return problems.Count > 0 ? Refuse(ReleaseReason.TreeInvalid, problems) : Judge(signed, policy.Channel, now);
    }

    private Attempt<CheckedRelease> Judge(SignedRelease signed, string channel, DateTimeOffset now)
    {
        var fleet = read(signed.Files.Contents, null);
        if (!fleet.IsValid)
            return Refuse(ReleaseReason.ManifestInvalid, fleet.Problems);
        if (fleet.Value.FindRollout(channel) is not { } rollout)
            return new Refusal($"there is no rollouts/{channel}.yaml", "release with 'gitedge release'") { Code = ReleaseReason.ManifestInvalid, IsRejection = true };
        var claims = ReleaseClaims.Of(fleet.Value.Fleet, rollout);
        if (ReleaseVerifier.Accept(signed, claims, null, now) is not ReleaseVerdict.Rejected { Why: var why })
            return new CheckedRelease(signed, claims, signed.Files.Locked.Count, null);
        return why.Reason is RejectionReason.Held or RejectionReason.Recalled or RejectionReason.Expired or RejectionReason.NotYetStarted
            ? new CheckedRelease(signed, claims, signed.Files.Locked.Count, why)
            : Refusal.Of(why);
    }

    private static Refusal Refuse(string code, IReadOnlyList<ManifestProblem> problems) => new(
        string.Join("; ", problems.Take(ShownProblems).Select(problem => problem.ToString())), "correct the manifests, and release again") { Code = code, IsRejection = true };
}
