namespace GitEdge.Core.Trust;

/// <summary>A signature that fits its payload: the key is known, whose it is is not. Only Core makes one.</summary>
public sealed class GoodSignature
{
    private readonly byte[] _publicKey;

    internal GoodSignature(SshSignature signature, bool isHardwareKey, bool userVerified)
    {
        _publicKey = signature.PublicKey.ToArray();
        KeyType = signature.KeyType;
        Namespace = signature.Namespace;
        IsHardwareKey = isHardwareKey;
        UserVerified = userVerified;
    }

    /// <summary>The key's type, for example <c>ssh-ed25519</c>.</summary>
    public string KeyType { get; }

    /// <summary>The key in wire format (RFC 4253, section 6.6), its type included.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>The key's fingerprint as <c>ssh-keygen -l</c> prints it.</summary>
    public string KeyFingerprint => SshFingerprint.Of(_publicKey);

    /// <summary>What the signature is for.</summary>
    public string Namespace { get; }

    /// <summary>Whether the key lives in a hardware token (OpenSSH PROTOCOL.u2f), which was then touched.</summary>
    public bool IsHardwareKey { get; }

    /// <summary>Whether the token also asked for a PIN or a finger; false for keys that are not in one.</summary>
    public bool UserVerified { get; }
}
