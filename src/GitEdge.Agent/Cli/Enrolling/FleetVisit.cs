using GitEdge.Agent.Authoring;
using GitEdge.Agent.Git;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>The fleet repository, fetched as the agent fetches it, into a folder that is gone afterwards. Nothing read here is believed yet.</summary>
internal sealed class FleetVisit : IDisposable
{
    // A remote may list any number of tags that are no releases.
    private const int ReadTags = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitedge-enroll-");
    private readonly IReadOnlyList<GitRemoteOptions> _remotes;
    private readonly GitFetcher _git;

    /// <summary>A visit that has fetched nothing yet.</summary>
    public FleetVisit(IReadOnlyList<RemoteSpec> remotes, TimeProvider time)
    {
        _remotes = RemoteOptions.Of(remotes);
        _git = new GitFetcher(Path.Combine(Folder, "repository.git"), new GitLimits(), time) { FollowsTrust = true };
    }

    /// <summary>A folder for what only the visit needs.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What was fetched.</summary>
    public Git.GitObjects Objects => _git.Objects;

    /// <summary>The channels that there are releases of, sorted.</summary>
    public async Task<Attempt<string[]>> FindChannelsAsync(CancellationToken cancellation)
    {
        var (outcome, channels) = await _git.FindChannelsAsync(_remotes, cancellation);
        return outcome is FetchOutcome.Failed failed ? Of(failed) : channels.ToArray();
    }

    /// <summary>Fetches a channel and the trust documents; null, or why it could not.</summary>
    public async Task<Refusal?> FetchAsync(string channel, CancellationToken cancellation) =>
        await _git.FetchAsync(_remotes, channel, cancellation) is FetchOutcome.Failed failed ? Of(failed) : null;

    /// <summary>The fleets that the newest tags of a channel hold and that have no problem, the newest first.</summary>
    public IReadOnlyList<FleetRepository> ReadFleets(string channel, CancellationToken cancellation) =>
        [.. Newest(channel, cancellation).Select(release => ManifestReader.ReadFleet(release.Files).Value).OfType<FleetRepository>()];

    /// <summary>The trust document or the list of signers that has this digest.</summary>
    public Attempt<TrustRoot> FindRoot(Sha256Digest digest, string channel, CancellationToken cancellation)
    {
        var branch = new MetaBranch(Objects, new MetaLimits());
        for (var version = 1; branch.Find(TrustFiles.TrustPath(version)) is { } file; version++)
        {
            if (Sha256Digest.Of(file.Content.Span) == digest)
                return TrustRoot.Of(file.Content.ToArray(), file.Name, $"{file.Name} of branch {TrustFiles.Branch}, with the digest that was given");
        }
        foreach (var release in Newest(channel, cancellation))
        {
            if (release.Files.TryGetValue(FleetInit.AllowedSigners, out var signers) && Sha256Digest.Of(signers.Span) == digest)
                return TrustRoot.Of(signers.ToArray(), FleetInit.AllowedSigners, $"of {release.RefName}, with the digest that was given");
        }
        return new Refusal(
            $"neither branch {TrustFiles.Branch} nor {FleetInit.AllowedSigners} of the newest releases of channel '{channel}' has a file with the digest {digest}",
            "compare it with 'sha256sum' of the fleet's trust.json, and push branch gitedge-meta; or bring the file itself, with --trust FILE")
        {
            Code = EnrollReason.TrustNotFound,
            IsRejection = true,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _git.Dispose();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<FetchedRevision> Newest(string channel, CancellationToken cancellation) => Objects.FindCandidates(channel, 0).Above
        .Take(ReadTags).Select(tag => Objects.ReadRevision(tag, null, cancellation)).OfType<FetchedRevision>();

    private static Refusal Of(FetchOutcome.Failed failed) => new(
        string.Join(" ", failed.Faults.Select(fault => fault.Text)).TrimEnd('.'), failed.Fault.Cure.TrimEnd('.')) { Code = failed.Fault.Code, IsFailure = true };
}
