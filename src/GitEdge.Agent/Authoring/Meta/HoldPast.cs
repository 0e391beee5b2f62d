using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>
/// The hold document that the next one goes on from: the last in the branch's history that those signed who might. What lies there now
/// anybody who can push may have laid there, or taken away, so that what was on hold is missing from what others sign.
/// </summary>
/// <param name="Last">The document; null when there never was one.</param>
/// <param name="Commit">The commit it was found in; null when there never was one.</param>
/// <param name="Present">hold.json as it lies there; null when it does not.</param>
internal sealed record HoldPast(TrustedHold? Last, string? Commit, SignedFile? Present)
{
    /// <summary>Whether hold.json is that document.</summary>
    public bool IsPresent => Last is null ? Present is null : Present is not null && Present.Content.Span.SequenceEqual(Last.Content.Span);

    /// <summary>Walks the history, the oldest first, as a device does that saw all of it.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<HoldPast> FindAsync(MetaSession session, MetaState state, CancellationToken cancellation)
    {
        var roots = TrustPast.RootsOf(state, session.Ed25519);
        var past = new HoldPast(null, null, TrustFiles.Find(state.Snapshot.Files, TrustFiles.HoldPath));
        foreach (var commit in await session.Branch.HistoryAsync(state.Snapshot, Paths, cancellation))
        {
            var files = await session.Branch.ReadFilesAsync(commit, Paths, cancellation);
            if (TrustFiles.Find(files, TrustFiles.HoldPath) is { } file && Follow(past.Last, file, roots, session) is { } next)
                past = past with { Last = next, Commit = commit };
        }
        return past;
    }

    /// <summary>What is to be said of hold.json before the next one is signed; null when it is as it was signed.</summary>
    public string? Describe()
    {
        if (IsPresent)
            return null;
        var from = Last is null ? "nothing of it is gone on from" : FormattableString.Invariant($"gone on from is version {Last.Document.Version} of commit {Commit![..12]}");
        return Present is null
            ? $"hold.json is gone from the branch; {from}"
            : $"the present hold.json is not what those signed last who might: somebody else put it there; {from}";
    }

    private static string[] Paths => [TrustFiles.HoldPath, TrustFiles.SignaturesOf(TrustFiles.HoldPath)];

    /// <summary>Null when it is not the next one by any version of the trust document, or the same.</summary>
    private static TrustedHold? Follow(TrustedHold? last, SignedFile file, IReadOnlyList<TrustedRoot> roots, MetaSession session)
    {
        foreach (var root in roots)
        {
            if (HoldRules.Advance(last, file, root, session.Ed25519).Try(out var next, out _))
                return ReferenceEquals(next, last) ? null : next;
        }
        return null;
    }
}
