using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Who ever had a role: whoever can push can lay a file on the branch, but not one that somebody of the role signed.</summary>
internal static class TrustPast
{
    /// <summary>Every version of the trust document up to the one that counts, that one first.</summary>
    public static IReadOnlyList<TrustedRoot> RootsOf(MetaState state, Ed25519Verify ed25519)
    {
        var files = state.Snapshot.Files;
        if (TrustFiles.Find(files, TrustFiles.TrustPath(1)) is not { } first || !TrustChain.Found(first, ed25519).Try(out var root, out _))
            return [state.View!.Root];
        var roots = new List<TrustedRoot> { root };
        while (root.Document.Version < state.Trust!.Version
            && TrustFiles.Find(files, TrustFiles.TrustPath(root.Document.Version + 1)) is { } next && TrustChain.Advance(root, next, ed25519).Try(out root, out _))
            roots.Add(root);
        roots.Reverse();
        return roots;
    }
}
