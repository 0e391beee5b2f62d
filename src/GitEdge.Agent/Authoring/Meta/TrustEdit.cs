using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Changes of a trust document. Version and time are set by whoever signs it.</summary>
internal static class TrustEdit
{
    /// <summary>A key more for a principal, who may be new, and roles for them. A key that is there stays as it is.</summary>
    public static Attempt<TrustDocument> Add(TrustDocument document, string principal, TrustKey key, IReadOnlyList<RoleName> roles)
    {
        if (CheckNotRevoked(document, key.Key) is { } revoked)
            return revoked;
        var keys = document.Principals.GetValueOrDefault(principal) ?? [];
        if (keys.All(known => known.Key.Fingerprint != key.Key.Fingerprint))
            document = WithKeys(document, principal, [.. keys, key]);
        return Grant(document, principal, roles);
    }

    /// <summary>Roles for a principal who has a key already.</summary>
    public static Attempt<TrustDocument> Grant(TrustDocument document, string principal, IReadOnlyList<RoleName> roles)
    {
        if (Check(document, principal, roles) is { } unknown)
            return unknown;
        foreach (var role in roles)
        {
            var now = role.Find(document) ?? new TrustRole(1, []);
            if (!now.Principals.Contains(principal, StringComparer.Ordinal))
                document = role.Put(document, now with { Principals = [.. now.Principals, principal] });
        }
        return document;
    }

    /// <summary>Roles taken from a principal, who keeps keys and other roles.</summary>
    public static Attempt<TrustDocument> Withdraw(TrustDocument document, string principal, IReadOnlyList<RoleName> roles)
    {
        if (Check(document, principal, roles) is { } unknown)
            return unknown;
        foreach (var role in roles)
        {
            if (role.Find(document) is not { } now || !now.Principals.Contains(principal, StringComparer.Ordinal))
                return new Refusal($"'{principal}' has not the role '{role.Text}'", "see who has what with 'gitedge keys list'") { Code = AuthoringReason.NothingToChange };
            document = role.Put(document, now with { Principals = [.. now.Principals.Where(name => name != principal)] });
        }
        return document;
    }

    /// <summary>When a key counts.</summary>
    /// <param name="document">The document.</param>
    /// <param name="fingerprint">The key's.</param>
    /// <param name="change">From the key as it is to the key with another window.</param>
    public static Attempt<TrustDocument> SetWindow(TrustDocument document, string fingerprint, Func<TrustKey, TrustKey> change)
    {
        foreach (var (principal, keys) in document.Principals)
        {
            if (keys.Any(key => key.Key.Fingerprint == fingerprint))
                return WithKeys(document, principal, [.. keys.Select(key => key.Key.Fingerprint == fingerprint ? change(key) : key)]);
        }
        return new Refusal($"nobody has the key {fingerprint}", "name one that 'gitedge keys list' shows") { Code = AuthoringReason.KeyAmbiguous };
    }

    /// <summary>A higher lowest epoch of releases.</summary>
    /// <param name="document">The document.</param>
    /// <param name="epoch">The new one; null for the next.</param>
    public static Attempt<TrustDocument> RaiseEpoch(TrustDocument document, long? epoch)
    {
        var next = epoch ?? document.Epoch + 1;
        if (next == document.Epoch)
            return new Refusal(FormattableString.Invariant($"the epoch is {document.Epoch} already"), "nothing has to be done") { Code = AuthoringReason.NothingToChange };
        if (next < document.Epoch)
            return new Refusal(FormattableString.Invariant($"the epoch is {document.Epoch}, and never falls"), FormattableString.Invariant($"name {document.Epoch + 1} or more")) { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
        return next - document.Epoch <= TrustPolicy.MaxEpochStep
            ? document with { Epoch = next }
            : new Refusal(FormattableString.Invariant($"{next} is more than {TrustPolicy.MaxEpochStep} above {document.Epoch}, and an epoch that was raised never falls"),
                FormattableString.Invariant($"name {document.Epoch + TrustPolicy.MaxEpochStep} at most; the next one is enough")) { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
    }

    /// <summary>Another key in the place of a principal's, with the window that the old one had; with its own where they have it already.</summary>
    /// <param name="document">The document.</param>
    /// <param name="principal">The principal.</param>
    /// <param name="key">The new key.</param>
    /// <param name="old">Fingerprint of the key that goes; null when they have one only.</param>
    /// <param name="now">The time.</param>
    public static Attempt<TrustDocument> Rotate(TrustDocument document, string principal, SshPublicKey key, string? old, DateTimeOffset now)
    {
        if (document.Principals.GetValueOrDefault(principal) is not { } keys)
            return UnknownPrincipal(document, principal);
        if (CheckNotRevoked(document, key) is { } revoked)
            return revoked;
        if (old is null && keys.Count > 1)
            return new Refusal($"'{principal}' has {keys.Count} keys", $"say which one goes, with --old: {string.Join(", ", keys.Select(known => known.Key.Fingerprint))}") { Code = AuthoringReason.KeyAmbiguous };
        old ??= keys[0].Key.Fingerprint;
        if (keys.FirstOrDefault(known => known.Key.Fingerprint == old) is not { } replaced)
            return new Refusal($"'{principal}' has no key {old}", $"name one of: {string.Join(", ", keys.Select(known => known.Key.Fingerprint))}") { Code = AuthoringReason.KeyAmbiguous };
        var own = keys.FirstOrDefault(known => known.Key.Fingerprint == key.Fingerprint);
        if (own is null && now > replaced.ValidBefore)
            return new Refusal(FormattableString.Invariant($"the window of {old} was over at {replaced.ValidBefore:u}, and a key in its place would never count"),
                $"give the old one another window first with 'gitedge keys window', or add the new one with 'gitedge keys add {principal} PUBFILE'") { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
        return WithKeys(document, principal,
            [.. keys.Where(known => known.Key.Fingerprint != old && known.Key.Fingerprint != key.Fingerprint), own ?? replaced with { Key = key }]);
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

    private static Refusal? Check(TrustDocument document, string principal, IReadOnlyList<RoleName> roles) => document.Principals.ContainsKey(principal)
        ? roles.Select(role => role.Check()).FirstOrDefault(refusal => refusal is not null)
        : UnknownPrincipal(document, principal);

    private static Refusal? CheckNotRevoked(TrustDocument document, SshPublicKey key) => document.Revoked.Any(known => known.Fingerprint == key.Fingerprint)
        ? new Refusal($"the key {key.Fingerprint} is revoked, and would count for nothing", "make another one with ssh-keygen") { Code = AuthoringReason.ChangeInvalid, IsRejection = true }
        : null;

    private static Refusal UnknownPrincipal(TrustDocument document, string principal) => new(
        $"the trust document knows no '{principal}'", $"name one of: {string.Join(", ", document.Principals.Keys.Order(StringComparer.Ordinal))}") { Code = AuthoringReason.UnknownPrincipal };
}
