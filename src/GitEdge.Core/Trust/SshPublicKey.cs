using GitEdge.Core.Trust.Keys;

namespace GitEdge.Core.Trust;

/// <summary>A public key as it stands in allowed_signers.</summary>
public sealed class SshPublicKey
{
    private readonly byte[] _blob;

    private SshPublicKey(string type, byte[] blob)
    {
        Type = type;
        _blob = blob;
    }

    /// <summary>The name of its type.</summary>
    public string Type { get; }

    /// <summary>The key in wire format.</summary>
    public ReadOnlySpan<byte> Blob => _blob;

    /// <summary>The fingerprint as <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint => SshFingerprint.Of(_blob);

    /// <summary>Whether signatures of this key can be accepted: false for RSA keys that are too short or too long.</summary>
    public bool IsUsable => Type != SshKeyTypes.Rsa || RsaKey.Read(_blob) is { IsUsable: true };

    /// <summary>Reads a type and its base64; null, with the fault, when they are no key that may be listed.</summary>
    /// <param name="type">The type's name, for example <c>ssh-ed25519</c>.</param>
    /// <param name="base64">The key in wire format, in canonical base64: the second word of a .pub file.</param>
    /// <param name="fault">What is wrong; empty when there is a key.</param>
    public static SshPublicKey? Parse(string type, string base64, out string fault)
    {
        fault = "";
        if (!SshKeyTypes.IsSupported(type))
            fault = $"Keys of type {Untrusted.Show(type)} are not accepted.";
        else if (CanonicalBase64.Decode(base64) is not { } blob || !SshAlgorithms.IsKey(type, blob))
            fault = $"The text after {type} is not such a key in base64.";
        else
            return new SshPublicKey(type, blob);
        return null;
    }
}
