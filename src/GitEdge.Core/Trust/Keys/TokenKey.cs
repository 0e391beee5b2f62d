namespace GitEdge.Core.Trust.Keys;

/// <summary>The public key of a hardware token (OpenSSH PROTOCOL.u2f, "SSH U2F Key formats"): the key, then the application.</summary>
internal sealed class TokenKey
{
    /// <summary>ssh-keygen(1) makes keys for no other application, so that no web site can be one.</summary>
    public const string ApplicationPrefix = "ssh:";

    private const int KeyLength = 32;
    private const int SignatureLength = 64;

    private readonly EcdsaKey? _point;
    private readonly byte[] _edwards;
    private readonly string _application;

    private TokenKey(EcdsaKey? point, byte[] edwards, string application)
    {
        _point = point;
        _edwards = edwards;
        _application = application;
    }

    /// <summary>The key in wire format; null unless it is exactly one of this type.</summary>
    public static TokenKey? Read(string type, ReadOnlySpan<byte> blob)
    {
        var reader = new SshWireReader(blob);
        if (!reader.TryReadName(out var name) || name != type)
            return null;
        EcdsaKey? point = null;
        ReadOnlySpan<byte> edwards = default;
        if (type == SshKeyTypes.TokenEcdsa)
            point = EcdsaKey.Read(ref reader, EcdsaCurve.P256);
        else if (!reader.TryReadString(out edwards))
            return null;
        var isKey = point is not null || edwards.Length == KeyLength;
        return isKey && reader.TryReadName(out var application) && reader.AtEnd
            && application.StartsWith(ApplicationPrefix, StringComparison.Ordinal)
                ? new TokenKey(point, edwards.ToArray(), application)
                : null;
    }

    /// <summary>The signature's numbers or bytes in the form the mathematics take; null when they are not in their one form.</summary>
    public byte[]? ReadSignature(ReadOnlySpan<byte> inner)
    {
        if (_point is not null)
            return _point.ReadSignature(inner);
        return inner.Length == SignatureLength ? inner.ToArray() : null;
    }

    /// <param name="data">What was signed.</param>
    /// <param name="statement">What the token adds to it.</param>
    /// <param name="signature">What <see cref="ReadSignature"/> gave.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public bool Verify(ReadOnlySpan<byte> data, TokenStatement statement, ReadOnlySpan<byte> signature, Ed25519Verify ed25519)
    {
        var signed = statement.SignedBytes(_application, data);
        return _point?.Verify(signed, signature) ?? ed25519(_edwards, signed, signature);
    }
}
