using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What a release changes, for those who are to sign it too: file by file, by the locks.</summary>
internal static class ReleaseChanges
{
    private const int Shown = 20;

    /// <summary>
    /// A line that says with which release it is compared, and one for each file; at most 20 of these. With none to compare it with every
    /// file is new, and all are named.
    /// </summary>
    /// <param name="session">What it is read with.</param>
    /// <param name="release">The release, verified.</param>
    /// <param name="policy">
    /// By which releases of before are believed, with the whole threshold: what one alone could sign would hide what is in both.
    /// </param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(MetaSession session, SignedRelease release, TrustPolicy policy, CancellationToken cancellation)
    {
        var tags = await ChannelTags.ReadAsync(session.Git, release.Name.Channel, null, cancellation);
        foreach (var (name, tag) in tags.Releases.Where(one => one.Name.Counter < release.Name.Counter))
        {
            if (ReleaseVerifier.VerifyTag(tag, policy, session.Ed25519).Try(out var before, out _) && ReleaseVerifier.VerifySigners(before, tags.Of(name), session.Ed25519).Try(out _, out _)
                && await ReadLockAsync(session.Git, before, cancellation) is { } old)
                return [$"changed since {name.TagName}:", .. Between(old.Files, release.Files.Locked)];
        }
        return ["no release that enough have signed is here: every file is new to you", .. release.Files.Locked.Select(file => $"  + {file.Path}")];
    }

    private static async Task<LockFile?> ReadLockAsync(GitCli git, SignedTag tag, CancellationToken cancellation)
    {
        var found = await GitObjects.ReadAsync(git, [$"{tag.Commit}:{LockFile.FileName}"], cancellation);
        return found[0] is { } content && Sha256Digest.Of(content.Bytes.Span) == tag.Trailer.Lock && LockFile.TryParse(content.Bytes.Span, out var parsed, out _)
            ? parsed
            : null;
    }

    private static IEnumerable<string> Between(IReadOnlyList<LockedFile> before, IReadOnlyList<LockedFile> after)
    {
        var old = before.ToDictionary(file => file.Path, file => file.Digest, StringComparer.Ordinal);
        var now = after.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        List<string> lines =
        [
            .. after.Where(file => !old.TryGetValue(file.Path, out var digest) || digest != file.Digest).Select(file => $"  {(old.ContainsKey(file.Path) ? '~' : '+')} {file.Path}"),
            .. before.Where(file => !now.Contains(file.Path)).Select(file => $"  - {file.Path}"),
        ];
        return lines.Count <= Shown ? lines : lines.Take(Shown).Append(FormattableString.Invariant($"  and {lines.Count - Shown} more"));
    }
}
