using System.Security.Cryptography;

namespace GitEdge.Core.Trust;

/// <summary>
/// An SSH signature (OpenSSH PROTOCOL.sshsig, version 1), taken apart but not verified.
/// </summary>
public sealed record SshSignature
{
    /// <summary>The most bytes an armoured signature may have.</summary>
    public const int MaxArmourBytes = SshArmour.MaxBytes;

    private const uint SupportedVersion = 1;

    /// <summary>The key's type as the key itself says, for example <c>ssh-ed25519</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary>The public key in wire format, its type included: what allowed signers are compared with.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>What the signature is for; a signature for one purpose is none for another.</summary>
    public required string Namespace { get; init; }

    /// <summary>How the payload is hashed before signing: <c>sha256</c> or <c>sha512</c>.</summary>
    public required string HashName { get; init; }

    /// <summary>The signature's own type; for Ed25519 the same as the key's.</summary>
    public required string SignatureType { get; init; }

    /// <summary>The signature in wire format, its type included.</summary>
    public required ReadOnlyMemory<byte> SignatureBlob { get; init; }

    /// <summary>Reads an armoured signature made for <paramref name="expectedNamespace"/>.</summary>
    public static Checked<SshSignature> Parse(ReadOnlySpan<byte> armour, string expectedNamespace) =>
        SshArmour.Decode(armour).Try(out var blob, out var rejection) ? ParseBlob(blob, expectedNamespace) : rejection;

    /// <summary>The bytes that were signed: the frame around the hash of the payload.</summary>
    public byte[] SignedBytes(ReadOnlySpan<byte> payload)
    {
        var hash = HashName == "sha256" ? SHA256.HashData(payload) : SHA512.HashData(payload);
        return new SshWireWriter().Raw("SSHSIG"u8).String(Namespace).String("").String(HashName).String(hash).ToArray();
    }

    internal static Checked<SshSignature> ParseBlob(byte[] blob, string expectedNamespace)
    {
        ReadOnlySpan<byte> magic = "SSHSIG"u8;
        if (!blob.AsSpan().StartsWith(magic))
            return Invalid("It does not begin with SSHSIG.");
        var reader = new SshWireReader(blob.AsSpan(magic.Length));
        if (!reader.TryReadUInt32(out var version))
            return Invalid("It ends before its version.");
        if (version != SupportedVersion)
            return Rejection.Because(RejectionReason.SignatureVersionUnsupported, $"It has version {version}.");
        if (!reader.TryReadString(out var key) || !reader.TryReadString(out var purpose) || !reader.TryReadString(out var reserved)
            || !reader.TryReadString(out var hash) || !reader.TryReadString(out var signature) || !reader.AtEnd)
            return Invalid("Its fields do not end where it ends.");
        return CheckFields(purpose, reserved, hash, expectedNamespace) ?? Complete(key, signature, expectedNamespace, hash);
    }

    private static Rejection? CheckFields(
        ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> reserved, ReadOnlySpan<byte> hash, string expectedNamespace)
    {
        // PROTOCOL.sshsig: "must not be the empty string", whoever asks for it.
        if (purpose.IsEmpty || !purpose.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(expectedNamespace)))
            return Rejection.Because(RejectionReason.SignatureNamespaceWrong,
                $"It was made for {Untrusted.Show(purpose)}, not for '{expectedNamespace}'.");
        if (!reserved.IsEmpty)
            return Rejection.Because(RejectionReason.SignatureReservedUsed, $"The reserved field has {reserved.Length} bytes.");
        return hash.SequenceEqual("sha256"u8) || hash.SequenceEqual("sha512"u8)
            ? null
            : Rejection.Because(RejectionReason.SignatureHashUnsupported, $"The hash is {Untrusted.Show(hash)}.");
    }

    private static Checked<SshSignature> Complete(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> signature, string purpose, ReadOnlySpan<byte> hash)
    {
        var keyReader = new SshWireReader(key);
        var signatureReader = new SshWireReader(signature);
        if (!keyReader.TryReadName(out var keyType))
            return Invalid("The key does not begin with the name of its type.");
        if (!signatureReader.TryReadName(out var signatureType))
            return Invalid("The signature does not begin with the name of its type.");
        return new SshSignature
        {
            KeyType = keyType,
            PublicKey = key.ToArray(),
            Namespace = purpose,
            HashName = System.Text.Encoding.ASCII.GetString(hash),
            SignatureType = signatureType,
            SignatureBlob = signature.ToArray(),
        };
    }

    private static Rejection Invalid(string detail) => Rejection.Because(RejectionReason.SignatureBlobInvalid, detail);
}
