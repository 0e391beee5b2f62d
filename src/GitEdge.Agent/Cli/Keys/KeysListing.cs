using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>From the branch to what <c>gitedge keys list</c> shows.</summary>
internal static class KeysListing
{
    /// <summary>The document; null when the branch has none.</summary>
    public static KeysDocument? Of(MetaState state, Ed25519Verify ed25519)
    {
        if ((state.Trust ?? state.Next?.Document) is not { } document)
            return null;
        return new KeysDocument
        {
            Effective = state.View is null ? null : Version(state.View.Root),
            Pending = Pending(state, ed25519),
            Roles = [.. RoleName.Of(document).Select(name => Role(name, name.Find(document)!))],
            Principals = [.. document.Principals.OrderBy(one => one.Key, StringComparer.Ordinal).Select(Principal)],
            Revoked = [.. document.Revoked.Select(key => new KeysDocument.RevokedKey(key.Fingerprint, key.Reason))],
            Epoch = document.Epoch,
            Hold = state.View?.Hold?.Document.Version,
            Holds = state.View?.Hold?.Document.Holds ?? [],
            Recalls = state.View?.Hold?.Document.Recalls ?? [],
            PendingHold = PendingHold(state, ed25519),
            Findings = [.. state.Findings.Select(finding => new KeysDocument.Finding(finding.Code, finding.Detail, finding.Cure))],
        };
    }

    private static KeysDocument.DocumentVersion Version(TrustedRoot root) =>
        new(root.Document.Version, root.Document.Created, root.Document.Expires, root.Digest, [], []);

    private static KeysDocument.DocumentVersion? Pending(MetaState state, Ed25519Verify ed25519)
    {
        if (state.Next is not { Document: var next, File: var file })
            return null;
        var draft = new Draft(file, TrustNamespaces.Trust, next.Created, state.NeededFor(next));
        return new KeysDocument.DocumentVersion(next.Version, next.Created, next.Expires, Sha256Digest.Of(file.Content.Span), Tallies(draft, ed25519), TrustChanges.Between(state.Trust, next));
    }

    private static KeysDocument.DocumentVersion? PendingHold(MetaState state, Ed25519Verify ed25519)
    {
        if (state.NextHold is not { Document: var next, File: var file } || state.Trust is null)
            return null;
        var draft = new Draft(file, TrustNamespaces.Hold, next.Created, HoldEdit.NeededFor(state.Trust!, state.Hold, next));
        return new KeysDocument.DocumentVersion(next.Version, next.Created, null, Sha256Digest.Of(file.Content.Span), Tallies(draft, ed25519), HoldEdit.Between(state.Hold, next));
    }

    private static List<KeysDocument.Tally> Tallies(Draft draft, Ed25519Verify ed25519) =>
        [.. draft.Count(ed25519).Select(tally => new KeysDocument.Tally(tally.Role, tally.Threshold, tally.Signed, tally.Open))];

    private static KeysDocument.Role Role(RoleName name, TrustRole role) => new(name.Text, role.Threshold, [.. role.Principals.Order(StringComparer.Ordinal)], role.UserVerification);

    private static KeysDocument.Principal Principal(KeyValuePair<string, IReadOnlyList<TrustKey>> one) =>
        new(one.Key, [.. one.Value.Select(key => new KeysDocument.Key(key.Key.Type, key.Key.Fingerprint, key.ValidAfter, key.ValidBefore))]);
}
