using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>
/// A key whose signatures are made in this process: for tests of many signatures, and for hardware tokens, which are played
/// by a key in memory. The seed is fixed where the algorithm allows it.
/// </summary>
internal sealed partial class TestKey
{
    private const string TokenEd25519 = "sk-ssh-ed25519@openssh.com";
    private const string TokenEcdsa = "sk-ecdsa-sha2-nistp256@openssh.com";

    private readonly Func<byte[], byte[]> _sign;

    private TestKey(string type, byte[] blob, Func<byte[], byte[]> sign)
    {
        Type = type;
        Blob = blob;
        _sign = sign;
    }

    public static TestKey Ed25519 { get; } = MakeEd25519();

    public static TestKey EcdsaP256 { get; } = MakeEcdsa("nistp256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    public static TestKey EcdsaP384 { get; } = MakeEcdsa("nistp384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384);

    public static TestKey EcdsaP521 { get; } = MakeEcdsa("nistp521", ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512);

    public static TestKey Rsa256 { get; } = MakeRsa(3072, "rsa-sha2-256", HashAlgorithmName.SHA256);

    public static TestKey Rsa512 { get; } = MakeRsa(3072, "rsa-sha2-512", HashAlgorithmName.SHA512);

    public static TestKey Ed25519Token { get; } = MakeEd25519(token: "ssh:");

    public static TestKey EcdsaToken { get; } = MakeEcdsa("nistp256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, "ssh:");

    /// <summary>One key of every kind that is verified.</summary>
    public static IReadOnlyList<TestKey> All { get; } =
        [Ed25519, EcdsaP256, EcdsaP384, EcdsaP521, Rsa256, Rsa512, Ed25519Token, EcdsaToken];

    public string Type { get; }

    /// <summary>The public key in wire format.</summary>
    public byte[] Blob { get; }

    /// <summary>The key as it stands in allowed_signers.</summary>
    public string Public => $"{Type} {Convert.ToBase64String(Blob)}";

    /// <summary>A line that allows it to ada.</summary>
    public string SignersText => $"ada@example.org {Public}\n";

    public AllowedSigners Signers => TagText.Allow(SignersText);

    public static TestKey MakeRsa(int bits, string signatureType, HashAlgorithmName hash)
    {
        var rsa = RSA.Create(bits);
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        var blob = new SshWireWriter().String("ssh-rsa").String(Mpint(numbers.Exponent!)).String(Mpint(numbers.Modulus!)).ToArray();
        return new TestKey("ssh-rsa", blob,
            data => SshSignatureTests.Wire(signatureType, rsa.SignData(data, hash, RSASignaturePadding.Pkcs1)));
    }

    /// <summary>A hardware token that says of itself what a test wants; flags 1 is touched, 4 is verified.</summary>
    public static TestKey Token(TestKey token, byte flags, uint counter = 7, string application = "ssh:") => token.Type == TokenEcdsa
        ? MakeEcdsa("nistp256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, application, flags, counter)
        : MakeEd25519(application, flags, counter);

    /// <summary>The signature in wire format over some bytes.</summary>
    public byte[] SignRaw(byte[] data) => _sign(data);

    /// <summary>The blob of an SSHSIG over a payload.</summary>
    public byte[] SignBlob(byte[] payload, string purpose = "git", string hash = "sha512") =>
        SshSignatureTests.Blob(Blob, _sign(SignedBytes(payload, purpose, hash)), purpose, hash: hash);

    /// <summary>The armoured SSHSIG over a payload.</summary>
    public byte[] Sign(byte[] payload, string purpose = "git", string hash = "sha512") =>
        TagText.Bytes(TagText.Armour(SignBlob(payload, purpose, hash)));

    /// <summary>What an SSHSIG signs, written down here a second time.</summary>
    public static byte[] SignedBytes(byte[] payload, string purpose = "git", string hash = "sha512") =>
        new SshWireWriter().Raw("SSHSIG"u8).String(purpose).String("").String(hash)
            .String(hash == "sha256" ? SHA256.HashData(payload) : SHA512.HashData(payload)).ToArray();

    /// <summary>An mpint (RFC 4251, section 5) in its canonical form.</summary>
    public static byte[] Mpint(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart((byte)0);
        return digits.IsEmpty ? [] : digits[0] >= 0x80 ? [0, .. digits] : digits.ToArray();
    }

    public override string ToString() => Type;

    private static TestKey MakeEcdsa(string curve, ECCurve named, HashAlgorithmName hash, string? token = null, byte flags = 1, uint counter = 7)
    {
        var ecdsa = ECDsa.Create(named);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var type = token is null ? "ecdsa-sha2-" + curve : TokenEcdsa;
        var blob = new SshWireWriter().String(type).String(curve).String([4, .. point.X!, .. point.Y!]);
        if (token is not null)
            blob.String(token);
        byte[] Sign(byte[] data)
        {
            var numbers = ecdsa.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return new SshWireWriter().String(Mpint(numbers.AsSpan(0, numbers.Length / 2))).String(Mpint(numbers.AsSpan(numbers.Length / 2))).ToArray();
        }
        return new TestKey(type, blob.ToArray(), data => token is null
            ? SshSignatureTests.Wire(type, Sign(data))
            : TokenWire(type, token, flags, counter, data, Sign));
    }

    private static TestKey MakeEd25519(string? token = null, byte flags = 1, uint counter = 7)
    {
        var (open, secret) = (new byte[32], new byte[64]);
        Assert.Equal(0, SeedKeyPair(open, secret, SHA256.HashData("a key for tests"u8)));
        byte[] Sign(byte[] data)
        {
            var signature = new byte[64];
            Assert.Equal(0, SignDetached(signature, 0, data, (ulong)data.Length, secret));
            return signature;
        }
        if (token is null)
            return new TestKey("ssh-ed25519", SshSignatureTests.Wire("ssh-ed25519", open), data => SshSignatureTests.Wire("ssh-ed25519", Sign(data)));
        var blob = new SshWireWriter().String(TokenEd25519).String(open).String(token).ToArray();
        return new TestKey(TokenEd25519, blob, data => TokenWire(TokenEd25519, token, flags, counter, data, Sign));
    }

    // PROTOCOL.u2f, "SSH U2F Signatures", written down here a second time.
    private static byte[] TokenWire(string type, string application, byte flags, uint counter, byte[] data, Func<byte[], byte[]> sign)
    {
        byte[] statement = [flags, (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter];
        byte[] signed = [.. SHA256.HashData(TagText.Bytes(application)), .. statement, .. SHA256.HashData(data)];
        return [.. SshSignatureTests.Wire(type, sign(signed)), .. statement];
    }

    [LibraryImport("libsodium.so.23", EntryPoint = "crypto_sign_ed25519_seed_keypair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SeedKeyPair(byte[] publicKey, byte[] secretKey, byte[] seed);

    [LibraryImport("libsodium.so.23", EntryPoint = "crypto_sign_ed25519_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SignDetached(byte[] signature, nint length, byte[] data, ulong dataLength, byte[] secretKey);
}
