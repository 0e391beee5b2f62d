using GitEdge.Agent.Git;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Core.Trust.Roles;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Helper;

/// <summary>Gathers from the repository what proves a release to somebody who has none.</summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="objects">What was fetched.</param>
/// <param name="readClock">The clock.</param>
/// <param name="ed25519">The signature algorithm.</param>
internal sealed class EvidenceCollector(AgentManifest agent, GitObjects objects, Func<ClockReading> readClock, Ed25519 ed25519)
{
    /// <summary>The evidence of a release that this process has verified itself.</summary>
    /// <exception cref="IOException">The enrolled trust document cannot be read.</exception>
    public ReleaseEvidence Collect(VerifiedRelease release, CancellationToken cancellation)
    {
        var tag = release.TagBytes;
        return new ReleaseEvidence
        {
            Tag = new FetchedTag(release.TagRef, TagObject.IdOf(tag), tag),
            Cosignatures = [.. new CosignatureTags(objects, agent.Channel).Of(release.Counter, cancellation).Take(EvidenceFormat.MaxEntries)],
            Meta = CollectTrust().Meta,
            Files = release.Files.Contents.Append(new(LockFile.FileName, release.Files.LockBytes)).ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>What the fleet says of itself, with no release: by it the helper learns of a recall when nothing is offered.</summary>
    /// <exception cref="IOException">The enrolled trust document cannot be read.</exception>
    public ReleaseEvidence CollectTrust() => new()
    {
        Tag = new FetchedTag("", TagObject.IdOf([]), ReadOnlyMemory<byte>.Empty),
        Meta = agent.Trust is null ? [] : Walk(File.ReadAllBytes(agent.Trust)),
        Files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal),
    };

    /// <summary>
    /// Whatever is asked for on the way from the document that the device was enrolled with: who has gone a part of it already
    /// needs no more.
    /// </summary>
    private IReadOnlyList<SignedFile> Walk(byte[] enrolled)
    {
        if (!TrustChain.Enrol(enrolled, agent.RepoId).Try(out var root, out _))
            return [];
        var branch = new MetaBranch(objects, new MetaLimits());
        var found = new Dictionary<string, SignedFile>(StringComparer.Ordinal);
        var view = new TrustView { Root = root };
        for (long before = 0; before < view.Root.Document.Version;)
        {
            before = view.Root.Document.Version;
            view = TrustReview.Of(view, Find, readClock(), ed25519.Verify, new HoldMark(agent.Channel)).View;
        }
        // Whoever slept while something was lifted has another hold document before its eyes than this walk.
        _ = Find(TrustFiles.LiftPath(agent.Channel));
        return [.. found.Values];

        SignedFile? Find(string path)
        {
            var file = branch.Find(path);
            if (file is not null)
                found[path] = file;
            return file;
        }
    }
}
