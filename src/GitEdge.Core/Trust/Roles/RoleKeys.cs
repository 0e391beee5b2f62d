namespace GitEdge.Core.Trust.Roles;

/// <summary>The keys that count for one role, and how many principals have to sign with them.</summary>
public sealed class RoleKeys
{
    private readonly AllowedSigners _signers;
    private readonly Dictionary<string, string?> _revoked;
    private readonly Dictionary<string, string> _others;
    private readonly DateTimeOffset? _created;

    private RoleKeys(string role, int threshold, AllowedSigners signers, TrustDocument? document)
    {
        Role = role;
        Threshold = threshold;
        _signers = signers;
        _created = document?.Created;
        _revoked = (document?.Revoked ?? []).ToDictionary(key => key.Fingerprint, key => key.Reason, StringComparer.Ordinal);
        _others = (document?.Principals ?? new Dictionary<string, IReadOnlyList<TrustKey>>())
            .SelectMany(one => one.Value.Select(key => (key.Key.Fingerprint, one.Key)))
            .ToDictionary(one => one.Fingerprint, one => one.Key, StringComparer.Ordinal);
    }

    /// <summary>What messages call the role.</summary>
    public string Role { get; }

    /// <summary>How many principals have to sign.</summary>
    public int Threshold { get; }

    /// <summary>Whether a hardware token has to ask for a PIN or a finger, and not for a touch alone.</summary>
    public bool UserVerificationRequired => _signers.UserVerificationRequired;

    /// <summary>Everybody whom allowed_signers names, each alone.</summary>
    public static RoleKeys AnyOf(AllowedSigners signers) => new("release", 1, signers, null);

    /// <summary>The keys a document gives a role.</summary>
    internal static RoleKeys Of(TrustDocument document, string role, TrustRole spec)
    {
        var entries = spec.Principals.SelectMany(name => document.Principals[name].Select(key => new AllowedSigner
        {
            Line = 0,
            Principals = [name],
            Key = key.Key,
            ValidAfter = key.ValidAfter,
            ValidBefore = key.ValidBefore,
        }));
        var signers = AllowedSigners.Of(entries);
        return new RoleKeys(role, spec.Threshold, spec.UserVerification ? signers.RequireUserVerification() : signers, document);
    }

    /// <summary>Whose key it is, if it counts for this role.</summary>
    /// <param name="publicKey">The key in wire format.</param>
    /// <param name="purpose">The signature's namespace.</param>
    /// <param name="at">The time the signed object says it was made.</param>
    public Checked<AllowedSigner> Find(ReadOnlySpan<byte> publicKey, string purpose, DateTimeOffset at)
    {
        var fingerprint = SshFingerprint.Of(publicKey);
        if (_revoked.TryGetValue(fingerprint, out var why))
            return Rejection.Because(RejectionReason.KeyRevoked, why is null
                ? $"The trust document revokes {fingerprint}."
                : $"The trust document revokes {fingerprint}: {Untrusted.Show(why)}.");
        var found = _signers.Find(publicKey, purpose, at);
        // Whoever still has such a key could date anything back into its time.
        if (found.Value is { ValidBefore: var end } && end < _created)
            return Rejection.Because(RejectionReason.SignerNoLongerValid, $"The key {fingerprint} counted until {end:u}; the trust document was made at {_created:u}.");
        if (found.Rejection is not { Reason: RejectionReason.UnknownSigner } || _created is null)
            return found;
        return _others.TryGetValue(fingerprint, out var owner)
            ? Rejection.Because(RejectionReason.SignerRole, $"The key {fingerprint} is of {Untrusted.Show(owner)}, who has not the role '{Role}'.")
            : Rejection.Because(RejectionReason.UnknownSigner, $"Nobody in the trust document has the key {fingerprint}.");
    }
}
