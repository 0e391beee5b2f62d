using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust.Evidence;

/// <summary>
/// All that proves a release, without a repository: whoever holds it can verify it from the signed bytes. Nothing in it is
/// to be believed.
/// </summary>
public sealed record ReleaseEvidence
{
    /// <summary>The release's tag.</summary>
    public required FetchedTag Tag { get; init; }

    /// <summary>Tags that may be co-signatures of it.</summary>
    public IReadOnlyList<FetchedTag> Cosignatures { get; init; } = [];

    /// <summary>Trust documents, hold document and beacon, with their signatures, as branch <c>gitedge-meta</c> has them.</summary>
    public IReadOnlyList<SignedFile> Meta { get; init; } = [];

    /// <summary>GITEDGE.lock and the files that it names, by path with forward slashes.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>Finds a file of <see cref="Meta"/> by its path; null when there is none.</summary>
    public SignedFile? FindMeta(string path) => Meta.FirstOrDefault(file => file.Name == path);

    /// <summary>What is worth keeping of it once it is proven: the tag, the lock and what the lock names.</summary>
    public ReleaseEvidence Of(VerifiedFiles files) => new()
    {
        Tag = Tag,
        Files = files.Contents.Append(new(LockFile.FileName, files.LockBytes)).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>
    /// The release as if it had been fetched. Which commit the files are from cannot be told without the repository, and need
    /// not: the tag's trailer names their lock.
    /// </summary>
    /// <param name="commit">The commit that the tag names.</param>
    public FetchedRelease ToFetched(string commit) => new()
    {
        RefName = Tag.RefName,
        TagId = Tag.TagId,
        TagBytes = Tag.TagBytes,
        CommitId = commit,
        Files = Files,
        // Who fetched asked the repository; epoch and counter are compared here again.
        DescendsFromAccepted = true,
    };
}
