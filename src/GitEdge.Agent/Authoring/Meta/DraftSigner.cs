using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Signs a draft with the user's keys, after it was shown and agreed to; writes nothing.</summary>
internal sealed class DraftSigner(MetaSession session)
{
    /// <summary>The draft with a signature of each key that counts for one of its roles.</summary>
    /// <param name="draft">What is to be signed.</param>
    /// <param name="keys">Files of the keys; empty for the one Git signs with.</param>
    /// <param name="lines">What is shown first.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Attempt<SignedDraft>> SignAsync(Draft draft, IReadOnlyList<string> keys, IReadOnlyList<string> lines, CancellationToken cancellation)
    {
        if (CheckTime(draft) is { } later)
            return later;
        if (!(await SignKey.FindAsync(session.Git, keys, cancellation)).Try(out var found, out var refusal))
            return refusal;
        var signers = new List<(SignKey Key, string Name)>();
        foreach (var key in found)
        {
            if (!(await session.Keygen.FingerprintAsync(key, cancellation)).Try(out var fingerprint, out refusal))
                return refusal;
            if (FindName(draft, fingerprint) is not { } name)
                return WithoutRole(draft, fingerprint);
            signers.Add((key, name));
        }
        if ((await session.Branch.CheckWritableAsync(cancellation) ?? session.Ask([.. lines, .. Announce(draft, signers)])) is { } reason)
            return reason;
        return await SignAsync(draft, signers, cancellation);
    }

    private async Task<Attempt<SignedDraft>> SignAsync(Draft draft, List<(SignKey Key, string Name)> signers, CancellationToken cancellation)
    {
        var added = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, name) in signers)
        {
            if (!(await session.Keygen.SignAsync(key, draft.Purpose, draft.File.Content, cancellation)).Try(out var armour, out var refusal))
                return refusal;
            if (CheckCounts(draft, armour) is { } refused)
                return Refusal.Of(refused);
            added[name] = armour;
            draft = draft.With(armour);
        }
        return new SignedDraft(draft, added, draft.Count(session.Ed25519));
    }

    private List<string> Announce(Draft draft, List<(SignKey Key, string Name)> signers)
    {
        var lines = new List<string> { $"sign it as {string.Join(", ", signers.Select(signer => signer.Name[..signer.Name.LastIndexOf('-')]).Distinct(StringComparer.Ordinal))}; so far:" };
        lines.AddRange(draft.Count(session.Ed25519).Select(tally => $"  {tally}"));
        return lines;
    }

    /// <summary>By the rule of devices: they would refuse it until then, and all that follows could not be earlier.</summary>
    private Refusal? CheckTime(Draft draft) => draft.Created > new ClockReading(session.Now, IsSynchronised: true).Latest
        ? Refusal.Of(Rejection.Because(RejectionReason.SignedInFuture, FormattableString.Invariant($"{draft.File.Name} says it was made at {draft.Created:u}; it is {session.Now:u}")))
        : null;

    // As a device will look at it: a key of a type that is not verified yet must not be found out there.
    private Rejection? CheckCounts(Draft draft, byte[] armour)
    {
        Rejection? last = null;
        foreach (var role in draft.Needed)
        {
            if (SshVerifier.Verify(draft.File.Content.Span, armour, draft.Purpose, role.Keys, draft.Created, session.Ed25519).Try(out _, out last))
                return null;
        }
        return last;
    }

    /// <summary>A signature's name: the principal, and enough of the key to tell two of them apart.</summary>
    private static string? FindName(Draft draft, string fingerprint)
    {
        var owner = draft.Needed.Select(role => role.OwnerOf(fingerprint)).FirstOrDefault(name => name is not null);
        return owner is null ? null : $"{owner}-{Sha256Digest.Of(System.Text.Encoding.ASCII.GetBytes(fingerprint)).Hex[..8]}";
    }

    private static Refusal WithoutRole(Draft draft, string fingerprint) => new(
        $"the key {fingerprint} has none of the roles that sign {draft.File.Name}: {string.Join(", ", draft.Needed.Select(role => role.What))}",
        "name another with --key FILE; 'gitedge keys list' shows who may") { Code = AuthoringReason.KeyWithoutRole };
}
