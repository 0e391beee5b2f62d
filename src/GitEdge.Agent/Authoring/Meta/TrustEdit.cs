using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Changes of a trust document. Version and time are set by whoever signs it.</summary>
internal static class TrustEdit
{
    /// <summary>A key more for a principal, who may be new, and roles for them.</summary>
    public static Attempt<TrustDocument> Add(TrustDocument document, string principal, SshPublicKey key, IReadOnlyList<RoleName> roles)
    {
        if (roles.Select(role => role.Check()).FirstOrDefault(refusal => refusal is not null) is { } unknown)
            return unknown;
        var keys = document.Principals.GetValueOrDefault(principal) ?? [];
        if (keys.All(known => known.Key.Fingerprint != key.Fingerprint))
            document = WithKeys(document, principal, [.. keys, new TrustKey(key)]);
        foreach (var role in roles)
        {
            var now = role.Find(document) ?? new TrustRole(1, []);
            if (!now.Principals.Contains(principal, StringComparer.Ordinal))
                document = role.Put(document, now with { Principals = [.. now.Principals, principal] });
        }
        return document;
    }

    /// <summary>Another key in the place of a principal's.</summary>
    /// <param name="document">The document.</param>
    /// <param name="principal">The principal.</param>
    /// <param name="key">The new key.</param>
    /// <param name="old">Fingerprint of the key that goes; null when they have one only.</param>
    public static Attempt<TrustDocument> Rotate(TrustDocument document, string principal, SshPublicKey key, string? old)
    {
        if (document.Principals.GetValueOrDefault(principal) is not { } keys)
            return UnknownPrincipal(document, principal);
        if (old is null && keys.Count > 1)
            return new Refusal($"'{principal}' has {keys.Count} keys", $"say which one goes, with --old: {string.Join(", ", keys.Select(known => known.Key.Fingerprint))}") { Code = AuthoringReason.KeyAmbiguous };
        old ??= keys[0].Key.Fingerprint;
        if (keys.All(known => known.Key.Fingerprint != old))
            return new Refusal($"'{principal}' has no key {old}", $"name one of: {string.Join(", ", keys.Select(known => known.Key.Fingerprint))}") { Code = AuthoringReason.KeyAmbiguous };
        return WithKeys(document, principal,
            [.. keys.Where(known => known.Key.Fingerprint != old && known.Key.Fingerprint != key.Fingerprint), new TrustKey(key)]);
    }

    /// <summary>A key that counts no longer. A principal without another key goes, and so does their part in every role.</summary>
    public static Attempt<TrustDocument> Revoke(TrustDocument document, string fingerprint, string reason)
    {
        if (document.Revoked.Any(known => known.Fingerprint == fingerprint))
            return new Refusal($"{fingerprint} is revoked already", "nothing has to be done") { Code = AuthoringReason.NothingToChange };
        document = document with { Revoked = [.. document.Revoked, new RevokedKey(fingerprint, reason)] };
        foreach (var (principal, keys) in document.Principals.Where(one => one.Value.Any(key => key.Key.Fingerprint == fingerprint)).ToList())
        {
            document = keys.Count > 1
                ? WithKeys(document, principal, [.. keys.Where(key => key.Key.Fingerprint != fingerprint)])
                : Without(document, principal);
        }
        return document;
    }

    /// <summary>Another number of principals for a role.</summary>
    /// <param name="document">The document.</param>
    /// <param name="role">The role.</param>
    /// <param name="threshold">How many principals have to sign.</param>
    /// <param name="userVerification">Whether hardware tokens have to ask for a PIN or a finger; null leaves that alone.</param>
    public static Attempt<TrustDocument> SetThreshold(TrustDocument document, RoleName role, int threshold, bool? userVerification = null)
    {
        if (role.Check() is { } unknown)
            return unknown;
        return role.Find(document) is { } now
            ? role.Put(document, now with { Threshold = threshold, UserVerification = userVerification ?? now.UserVerification })
            : new Refusal($"nobody has the role '{role.Text}'", $"give it to somebody with 'gitedge keys add PRINCIPAL PUBFILE --role {role.Text}'") { Code = AuthoringReason.UnknownRole };
    }

    private static TrustDocument WithKeys(TrustDocument document, string principal, IReadOnlyList<TrustKey> keys) => document with
    {
        Principals = new Dictionary<string, IReadOnlyList<TrustKey>>(document.Principals, StringComparer.Ordinal) { [principal] = keys },
    };

    private static TrustDocument Without(TrustDocument document, string principal)
    {
        var principals = document.Principals.Where(one => one.Key != principal).ToDictionary(StringComparer.Ordinal);
        foreach (var role in RoleName.Of(document).ToList())
        {
            var now = role.Find(document)!;
            document = role.Put(document, now with { Principals = [.. now.Principals.Where(name => name != principal)] });
        }
        return document with { Principals = principals };
    }

    private static Refusal UnknownPrincipal(TrustDocument document, string principal) => new(
        $"the trust document knows no '{principal}'", $"name one of: {string.Join(", ", document.Principals.Keys.Order(StringComparer.Ordinal))}") { Code = AuthoringReason.UnknownPrincipal };
}
