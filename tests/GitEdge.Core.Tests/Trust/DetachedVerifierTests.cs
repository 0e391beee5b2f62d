using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Files signed by the real <c>ssh-keygen -Y sign</c>.</summary>
public sealed class DetachedVerifierTests
{
    private const string Purpose = "gitedge-trust";

    private static readonly DateTimeOffset Noon = new(2025, 6, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Document = TagText.Bytes("{\"version\": 1}\n");
    private static readonly Lazy<byte[]> Armour = new(() => SshKeys.Sign(SshKeys.Manager, Document, Purpose));

    private static Checked<VerifiedFile> Check(byte[] payload, byte[] armour, string purpose = Purpose, AllowedSigners? signers = null) =>
        DetachedVerifier.Verify(payload, armour, purpose, signers ?? TagText.Signers, Noon, TagText.Verify);

    [Fact]
    public void File_signed_by_ssh_keygen_is_verified()
    {
        var file = Check(Document, Armour.Value).Value!;

        Assert.Equal(Document, file.Bytes.ToArray());
        Assert.Equal("ada@example.org", file.Principal);
        Assert.Equal(Tool.Run("ssh-keygen", ["-lf", SshKeys.Manager + ".pub"]).Split(' ')[1], file.KeyFingerprint);
        Assert.Equal(("ssh-ed25519", Purpose, false, false), (file.Signature.Signature.KeyType, file.Signature.Signature.Namespace,
            file.Signature.Signature.IsHardwareKey, file.Signature.Signature.UserVerified));
        Assert.Equal(SshKeys.Blob(SshKeys.Manager), file.Signature.Signature.PublicKey.ToArray());
        Assert.Equal(1, file.Signature.Signer.Line);
    }

    public static TheoryData<string> Types => [.. TestKey.All.Select(key => key.Type).Distinct()];

    [Theory]
    [MemberData(nameof(Types))]
    public void File_signed_by_a_key_of_each_kind_is_verified_as_it_is_and_for_its_purpose(string type)
    {
        var key = TestKey.All.First(one => one.Type == type);
        var armour = key.Sign(Document, purpose: Purpose);

        Assert.Equal(type, Check(Document, armour, signers: key.Signers).Value!.Signature.Signature.KeyType);
        Assert.Equal(RejectionReason.SignatureNamespaceWrong, TagText.Reason(Check(Document, armour, "git", key.Signers)));
        Assert.Equal(RejectionReason.BadSignature, TagText.Reason(Check([.. Document, 0], armour, signers: key.Signers)));
    }

    [Fact]
    public void Verified_bytes_do_not_change_with_the_caller_s()
    {
        var payload = Document.ToArray();
        var file = Check(payload, Armour.Value).Value!;

        Array.Clear(payload);

        Assert.Equal(Document, file.Bytes.ToArray());
    }

    [Theory]
    [InlineData("git")]
    [InlineData("gitedge-hold")]
    [InlineData("gitedge-trust2")]
    [InlineData("")]
    public void Signature_for_another_purpose_is_rejected_by_name(string purpose) =>
        Assert.Equal(RejectionReason.SignatureNamespaceWrong, TagText.Reason(Check(Document, Armour.Value, purpose)));

    [Fact]
    public void Empty_purpose_is_none()
    {
        var armour = TestKey.Ed25519.Sign(Document, purpose: "");

        Assert.Equal(RejectionReason.SignatureNamespaceWrong, TagText.Reason(Check(Document, armour, "", TestKey.Ed25519.Signers)));
    }

    [Fact]
    public void Purpose_may_have_letters_of_every_script()
    {
        Assert.NotNull(Check(Document, SshKeys.Sign(SshKeys.Manager, Document, "größe"), "größe").Value);
        Assert.Equal(RejectionReason.SignatureNamespaceWrong, TagText.Reason(Check(Document, SshKeys.Sign(SshKeys.Manager, Document, "gr??e"), "größe")));
    }

    [Fact]
    public void No_changed_byte_is_accepted()
    {
        for (var i = 0; i < Document.Length; i++)
        {
            var changed = Document.ToArray();
            changed[i] ^= 1;
            Assert.Equal(RejectionReason.BadSignature, TagText.Reason(Check(changed, Armour.Value)));
        }
        Assert.Equal(RejectionReason.BadSignature, TagText.Reason(Check([.. Document, (byte)'\n'], Armour.Value)));
        for (var i = 0; i < Armour.Value.Length; i++)
        {
            var changed = Armour.Value.ToArray();
            changed[i] ^= 1;
            Assert.NotNull(Check(Document, changed).Rejection);
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("x")]
    public void Bytes_after_the_signature_are_rejected_by_name(string text) =>
        Assert.Equal(RejectionReason.BytesAfterSignature, TagText.Reason(Check(Document, [.. Armour.Value, .. TagText.Bytes(text)])));

    [Fact]
    public void Bytes_before_the_signature_are_rejected_by_name() =>
        Assert.Equal(RejectionReason.SignatureArmourInvalid, TagText.Reason(Check(Document, [(byte)'\n', .. Armour.Value])));

    [Theory]
    [InlineData("namespaces=\"git\"", RejectionReason.SignerNamespace)]
    [InlineData("valid-after=\"20250616Z\"", RejectionReason.SignerNotYetValid)]
    [InlineData("valid-before=\"20250615Z\"", RejectionReason.SignerNoLongerValid)]
    public void Signer_s_limits_hold(string options, RejectionReason reason)
    {
        var signers = TagText.Allow($"ada@example.org {options} {SshKeys.Public(SshKeys.Manager)}\n");

        Assert.Equal(reason, TagText.Reason(Check(Document, Armour.Value, signers: signers)));
    }

    [Fact]
    public void Stranger_is_rejected_by_name() =>
        Assert.Equal(RejectionReason.UnknownSigner, TagText.Reason(Check(Document, SshKeys.Sign(SshKeys.Stranger, Document, Purpose))));

    [Fact]
    public void Signers_may_come_from_elsewhere_than_a_file()
    {
        var parts = SshKeys.Public(SshKeys.Manager).Split(' ');
        var entry = new AllowedSigner { Line = 0, Principals = ["ada"], Key = SshPublicKey.Parse(parts[0], parts[1], out var fault)!, Namespaces = [Purpose] };

        Assert.Equal("", fault);
        Assert.Equal("ada", Check(Document, Armour.Value, signers: AllowedSigners.Of([entry])).Value!.Principal);
        Assert.Throws<ArgumentException>(() => AllowedSigners.Of([]));
        Assert.Throws<ArgumentException>(() => AllowedSigners.Of([entry, entry with { Principals = ["bob"] }]));
    }
}
