using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Core.Trust;

/// <summary>
/// Who may sign: OpenSSH's allowed_signers (ssh-keygen(1), "ALLOWED SIGNERS"), read more strictly: one bad line refuses the
/// whole file, times need <c>Z</c>, names are literal unless patterns are asked for, no certificate authorities.
/// </summary>
public sealed class AllowedSigners
{
    private AllowedSigners(IReadOnlyList<AllowedSigner> entries, bool userVerificationRequired = false)
    {
        Entries = entries;
        UserVerificationRequired = userVerificationRequired;
    }

    /// <summary>The lines, in the order of the file; at least one.</summary>
    public IReadOnlyList<AllowedSigner> Entries { get; }

    /// <summary>Whether hardware tokens must have asked for a PIN or a finger, and not only for a touch.</summary>
    public bool UserVerificationRequired { get; }

    /// <summary>
    /// The same signers, but a hardware token must have asked for a PIN or a finger. As OpenSSH's <c>verify-required</c>
    /// (sshd(8)), it asks nothing of keys that are in no token. Not an option of the file: ssh-keygen would refuse the line.
    /// </summary>
    public AllowedSigners RequireUserVerification() => new(Entries, userVerificationRequired: true);

    /// <summary>Signers that come from elsewhere than a file, for example from a verified trust document.</summary>
    /// <exception cref="ArgumentException">There is none, or a key belongs to two persons.</exception>
    public static AllowedSigners Of(IEnumerable<AllowedSigner> entries)
    {
        var list = entries.ToList();
        var faults = new List<LineFault>();
        AllowedSignersParser.CheckOneOwner(list, faults);
        return list.Count > 0 && faults.Count == 0
            ? new AllowedSigners(list)
            : throw new ArgumentException(list.Count == 0 ? "There is no signer." : string.Join(' ', faults), nameof(entries));
    }

    /// <summary>Reads a file; false, with every fault, when any line is not understood or none names a signer.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="allowPatterns">Whether <c>*</c> and <c>?</c> may stand in principals.</param>
    /// <param name="signers">The signers; null when the file is refused.</param>
    /// <param name="faults">Every fault, by line; empty when the file is taken.</param>
    public static bool TryParse(ReadOnlySpan<byte> content, bool allowPatterns,
        [NotNullWhen(true)] out AllowedSigners? signers, out IReadOnlyList<LineFault> faults)
    {
        var found = new List<LineFault>();
        var entries = AllowedSignersParser.Parse(content, allowPatterns, found);
        if (entries.Count == 0 && found.Count == 0)
            found.Add(new LineFault(0, "The file names no signer.", "Add a line: name, then the public key."));
        faults = found;
        signers = found.Count == 0 ? new AllowedSigners(entries) : null;
        return signers is not null;
    }

    /// <summary>Who signed: the line whose key this is, that covers the namespace, and is valid at a time.</summary>
    /// <param name="publicKey">The key in wire format.</param>
    /// <param name="purpose">The signature's namespace.</param>
    /// <param name="at">The time the signature says it was made.</param>
    public Checked<AllowedSigner> Find(ReadOnlySpan<byte> publicKey, string purpose, DateTimeOffset at)
    {
        Rejection? best = null;
        foreach (var entry in Entries)
        {
            if (!entry.Key.Blob.SequenceEqual(publicKey))
                continue;
            if (Refuse(entry, purpose, at) is not { } refused)
                return entry;
            best = best is null || refused.Reason > best.Reason ? refused : best;
        }
        return best ?? Rejection.Because(RejectionReason.UnknownSigner,
            $"No line of allowed_signers has the key {SshFingerprint.Of(publicKey)}.");
    }

    private static Rejection? Refuse(AllowedSigner entry, string purpose, DateTimeOffset at)
    {
        var who = $"The key of {Untrusted.Show(entry.Principal)} ({(entry.Line > 0 ? $"line {entry.Line} of allowed_signers" : "in the trust document")})";
        if (entry.Namespaces is { } namespaces && !namespaces.Contains(purpose, StringComparer.Ordinal))
            return Rejection.Because(RejectionReason.SignerNamespace, $"{who} may not sign for '{purpose}'.");
        if (at < entry.ValidAfter)
            return Rejection.Because(RejectionReason.SignerNotYetValid, $"{who} counts from {entry.ValidAfter:u}; signed {at:u}.");
        return at > entry.ValidBefore
            ? Rejection.Because(RejectionReason.SignerNoLongerValid, $"{who} counted until {entry.ValidBefore:u}; signed {at:u}.")
            : null;
    }
}
