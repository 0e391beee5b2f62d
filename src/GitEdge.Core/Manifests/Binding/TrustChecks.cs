using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>The rules between the fields of a trust document.</summary>
internal static class TrustChecks
{
    public static void Check(TrustDocument document, ManifestMapping source, ProblemList problems)
    {
        if (document.Expires <= document.Created)
            problems.Add(source.Locate("expires"), "the document expires before it is made", "give a later time", ManifestRule.Order);
        CheckOwners(document, source, problems);
        var revoked = document.Revoked.Select(key => key.Fingerprint).ToHashSet(StringComparer.Ordinal);
        CheckRole(document, "root", document.Root, revoked, source, problems);
        CheckRole(document, "hold", document.Hold, revoked, source, problems);
        if (document.Fresh is { } fresh)
            CheckRole(document, "fresh", fresh, revoked, source, problems);
        foreach (var (channel, role) in document.Releases.OrderBy(one => one.Key, StringComparer.Ordinal))
            CheckRole(document, $"release of {channel}", role, revoked, source, problems);
    }

    /// <summary>A key that two persons hold would count as both.</summary>
    private static void CheckOwners(TrustDocument document, ManifestMapping source, ProblemList problems)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, keys) in document.Principals.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            foreach (var fingerprint in keys.Select(key => key.Key.Fingerprint).Where(fingerprint => !owners.TryAdd(fingerprint, name)))
                problems.Add(source.Locate("principals", name), $"the key {fingerprint} of '{name}' is of '{owners[fingerprint]}' already",
                    "give every person keys of their own", ManifestRule.DuplicateName);
        }
    }

    private static void CheckRole(
        TrustDocument document, string name, TrustRole role, HashSet<string> revoked, ManifestMapping source, ProblemList problems)
    {
        var able = 0;
        foreach (var principal in role.Principals)
        {
            if (!document.Principals.TryGetValue(principal, out var keys))
                problems.Add(source.Locate("roles"), $"the role '{name}' names '{principal}', whom principals does not have", "add the principal, or take the name out", ManifestRule.Reference);
            else if (keys.Any(key => !revoked.Contains(key.Key.Fingerprint)))
                able++;
        }
        if (able < role.Threshold)
            problems.Add(source.Locate("roles"), $"the role '{name}' needs {role.Threshold} principals, and {able} have a key that is not revoked", "lower the threshold, or add keys", ManifestRule.Order);
    }
}
