using System.Security.Cryptography;
using System.Text;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class SshSignatureTests
{
    private static readonly byte[] PublicKey = Wire("ssh-ed25519", new byte[32]);
    private static readonly byte[] Signature = Wire("ssh-ed25519", new byte[64]);

    /// <summary>A blob put together from its fields.</summary>
    internal static byte[] Blob(byte[]? key = null, byte[]? signature = null, string purpose = "git", string reserved = "",
        string hash = "sha512", uint version = 1) =>
        new SshWireWriter().Raw("SSHSIG"u8).UInt32(version).String(key ?? PublicKey).String(purpose).String(reserved)
            .String(hash).String(signature ?? Signature).ToArray();

    internal static byte[] Wire(string type, byte[] content) => new SshWireWriter().String(type).String(content).ToArray();

    private static Checked<SshSignature> Parse(string armour) => SshSignature.Parse(TagText.Bytes(armour), "git");

    private static RejectionReason Reason(string armour) => TagText.Reason(Parse(armour));

    private static RejectionReason Reason(byte[] blob) => Reason(TagText.Armour(blob));

    [Fact]
    public void Signature_is_taken_apart()
    {
        var signature = Parse(TagText.Armour(Blob(hash: "sha256"))).Value!;

        Assert.Equal("ssh-ed25519", signature.KeyType);
        Assert.Equal(PublicKey, signature.PublicKey.ToArray());
        Assert.Equal("git", signature.Namespace);
        Assert.Equal("sha256", signature.HashName);
        Assert.Equal("ssh-ed25519", signature.SignatureType);
        Assert.Equal(Signature, signature.SignatureBlob.ToArray());
    }

    [Fact]
    public void Armour_of_ssh_keygen_is_the_canonical_form()
    {
        foreach (var key in new[] { SshKeys.Manager, SshKeys.Path("other", "rsa", 3072), SshKeys.Path("other", "ecdsa", 256) })
        {
            var armour = Encoding.ASCII.GetString(SshKeys.Sign(key, "payload"u8));
            var base64 = string.Concat(armour.Split('\n')[1..^2]);
            Assert.Equal(TagText.Armour(Convert.FromBase64String(base64)), armour);
            Assert.NotNull(Parse(armour).Value);
        }
    }

    [Theory]
    [InlineData("sha256", 32)]
    [InlineData("sha512", 64)]
    public void Signed_bytes_frame_the_hash(string hash, int length)
    {
        var expected = new List<byte>();
        expected.AddRange("SSHSIG\0\0\0\u0003git\0\0\0\0\0\0\0\u0006"u8.ToArray());
        expected.AddRange(Encoding.ASCII.GetBytes(hash));
        expected.AddRange([0, 0, 0, (byte)length]);
        expected.AddRange(length == 32 ? SHA256.HashData("payload"u8) : SHA512.HashData("payload"u8));

        Assert.Equal(expected, Parse(TagText.Armour(Blob(hash: hash))).Value!.SignedBytes("payload"u8));
    }

    [Theory]
    [InlineData("git ", RejectionReason.SignatureNamespaceWrong)]
    [InlineData("", RejectionReason.SignatureNamespaceWrong)]
    [InlineData("file", RejectionReason.SignatureNamespaceWrong)]
    [InlineData("GIT", RejectionReason.SignatureNamespaceWrong)]
    public void Namespace_other_than_expected_is_rejected(string purpose, RejectionReason reason) =>
        Assert.Equal(reason, Reason(Blob(purpose: purpose)));

    [Fact]
    public void Signature_for_files_made_by_ssh_keygen_is_rejected_by_name()
    {
        var outcome = TagText.Check(TagText.Signed(TagText.Payload, null, "file"));

        Assert.Equal(RejectionReason.SignatureNamespaceWrong, TagText.Reason(outcome));
        Assert.Contains("'file', not for 'git'", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_out_of_range_are_rejected_by_name()
    {
        Assert.Equal(RejectionReason.SignatureReservedUsed, Reason(Blob(reserved: "x")));
        Assert.Equal(RejectionReason.SignatureHashUnsupported, Reason(Blob(hash: "sha1")));
        Assert.Equal(RejectionReason.SignatureHashUnsupported, Reason(Blob(hash: "SHA512")));
        Assert.Equal(RejectionReason.SignatureVersionUnsupported, Reason(Blob(version: 0)));
        Assert.Equal(RejectionReason.SignatureVersionUnsupported, Reason(Blob(version: 2)));
        Assert.Equal(RejectionReason.SignatureVersionUnsupported, Reason(Blob(version: 0x01000000)));
    }

    [Fact]
    public void Blob_cut_anywhere_is_rejected()
    {
        var blob = Blob();
        for (var length = 1; length < blob.Length; length++)
            Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(blob[..length]));
    }

    [Fact]
    public void Blob_with_bytes_after_it_is_rejected() => Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason([.. Blob(), 0]));

    [Fact]
    public void Lengths_beyond_the_end_are_rejected()
    {
        var blob = Blob();
        blob[10] = 0xff;
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(blob));
        blob[10] = 0x7f;
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(blob));
    }

    [Theory]
    [InlineData("SSHSIh")]
    [InlineData("sshsig")]
    public void Other_magic_is_rejected(string magic)
    {
        var blob = Blob();
        Encoding.ASCII.GetBytes(magic).CopyTo(blob, 0);

        var rejection = Parse(TagText.Armour(blob)).Rejection!;

        Assert.Equal(RejectionReason.SignatureBlobInvalid, rejection.Reason);
        Assert.Contains("SSHSIG", rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_types_must_be_names()
    {
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Blob(key: [])));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Blob(key: Wire("", []))));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Blob(key: Wire("a b", []))));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Blob(key: Wire("é", []))));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Blob(signature: [])));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Blob(signature: Wire("a\u007f", []))));
        Assert.NotNull(Parse(TagText.Armour(Blob(key: Wire("!~", []), signature: Wire("!~", [])))).Value);
    }

    [Fact]
    public void Size_limit_is_exact()
    {
        string Padded(int length) => TagText.Armour(Blob(signature: Wire("ssh-ed25519", new byte[length])));
        var longest = 11_500;
        while (Padded(longest + 1).Length <= 16 * 1024)
            longest++;

        Assert.NotNull(Parse(Padded(longest)).Value);
        Assert.Equal(RejectionReason.SignatureTooLarge, Reason(Padded(longest + 8)));
        Assert.Equal(RejectionReason.SignatureTooLarge, Reason(new string('x', 16 * 1024 + 1)));
        Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(new string('x', 16 * 1024)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE----- \nAAAA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE----- \n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n\nAAAA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\nAAAA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA \n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n AAAA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAA AA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAB=\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAB==\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAA==AAAA\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAA-_\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAé=\n-----END SSH SIGNATURE-----\n")]
    public void Armour_in_another_form_is_rejected(string armour) => Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(armour));

    [Fact]
    public void Lines_of_another_length_are_rejected()
    {
        var base64 = Convert.ToBase64String(Blob());
        string At(int columns) => "-----BEGIN SSH SIGNATURE-----\n" + string.Concat(base64.Chunk(columns).Select(l => new string(l) + "\n"))
            + "-----END SSH SIGNATURE-----\n";

        Assert.NotNull(Parse(At(70)).Value);
        Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(At(69)));
        Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(At(71)));
        Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(At(76)));
        Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(At(4096)));
    }

    [Fact]
    public void Full_last_line_is_no_fault()
    {
        // ssh-keygen writes no empty line after a full one.
        var blob = Enumerable.Range(1, 200).Select(length => Blob(signature: Wire("x", new byte[length])))
            .First(candidate => Convert.ToBase64String(candidate).Length % 70 == 0);

        Assert.NotNull(Parse(TagText.Armour(blob)).Value);
    }

    [Fact]
    public void Empty_armour_holds_no_signature() =>
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n"));

    [Fact]
    public void Bytes_after_the_end_are_counted()
    {
        var rejection = Parse(TagText.Armour(Blob()) + "abc").Rejection!;

        Assert.Equal(RejectionReason.BytesAfterSignature, rejection.Reason);
        Assert.Contains("3 bytes", rejection.Detail, StringComparison.Ordinal);
    }
}
