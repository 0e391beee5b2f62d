using System.Text;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class CommitVerifierTests
{
    private static readonly byte[] Good = CommitText.Good;

    private static RejectionReason Reason(byte[] body) => TagText.Reason(CommitText.Check(body));

    private static RejectionReason Reason(string headers) => Reason(CommitText.Signed(headers));

    private static byte[] Changed(string from, string to)
    {
        var text = Encoding.Latin1.GetString(Good);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text[..at] + to + text[(at + from.Length)..]);
    }

    [Fact]
    public void Commit_signed_by_git_is_verified()
    {
        using var git = new GitTags();
        var parent = git.Commit;
        var body = git.SignCommit(SshKeys.Manager);

        var commit = CommitText.Check(body).Value!;

        Assert.True(git.IsGoodCommit(body));
        Assert.Equal(git.Id("HEAD"), commit.Id);
        Assert.Equal(git.Id("HEAD^{tree}"), commit.Commit.Tree);
        Assert.Equal([parent], commit.Commit.Parents);
        Assert.Equal("Ada Lovelace", commit.Commit.Author.Name);
        Assert.Equal("ada@example.org", commit.Commit.Committer.Email);
        Assert.Equal("Change\n", Encoding.UTF8.GetString(commit.Commit.Message.Span));
        Assert.Null(commit.Commit.Encoding);
        Assert.Equal("ada@example.org", commit.Principal);
        Assert.Equal(Tool.Run("ssh-keygen", ["-lf", SshKeys.Manager + ".pub"]).Split(' ')[1], commit.KeyFingerprint);
    }

    [Theory]
    [InlineData("ecdsa", 256)]
    [InlineData("ecdsa", 384)]
    [InlineData("ecdsa", 521)]
    [InlineData("rsa", 3072)]
    public void Commit_signed_by_git_with_another_key_type_is_verified(string type, int bits)
    {
        using var git = new GitTags();
        var key = SshKeys.Path("other", type, bits);

        var outcome = CommitVerifier.Verify(git.SignCommit(key), TagText.Allow($"ada@example.org {SshKeys.Public(key)}\n"), TagText.Verify);

        Assert.Equal("ada@example.org", outcome.Value!.Principal);
    }

    [Fact]
    public void First_commit_merge_and_other_encoding_are_verified()
    {
        using var git = new GitTags();
        Assert.Empty(CommitText.Check(git.SignCommit(SshKeys.Manager, "--amend")).Value!.Commit.Parents);
        git.Git("checkout", "-q", "-b", "side", "HEAD");
        git.SignCommit(SshKeys.Manager);
        git.Git("checkout", "-q", "main");
        git.Git("-c", "gpg.format=ssh", "-c", "user.signingKey=" + SshKeys.Manager, "merge", "-q", "--no-ff", "-S", "-m", "Merge", "side");
        Assert.Equal(2, CommitText.Check(git.Raw("HEAD")).Value!.Commit.Parents.Count);
        git.Git("config", "i18n.commitEncoding", "ISO-8859-2");
        Assert.Equal("ISO-8859-2", CommitText.Check(git.SignCommit(SshKeys.Manager)).Value!.Commit.Encoding);
    }

    [Fact]
    public void Names_in_the_encoding_that_a_header_names_are_taken()
    {
        var headers = Encoding.Latin1.GetBytes(CommitText.Headers.Replace("Ada", "Adé", StringComparison.Ordinal) + "encoding ISO-8859-1\n");

        var commit = CommitText.Check(CommitText.Signed(headers, Encoding.Latin1.GetBytes("é\n"), payload => SshKeys.Sign(SshKeys.Manager, payload)));

        Assert.Equal("Adé Lovelace", commit.Value!.Commit.Author.Name);
        Assert.Equal(new byte[] { 0xe9, (byte)'\n' }, commit.Value.Commit.Message.ToArray());
        headers = Encoding.Latin1.GetBytes(CommitText.Headers.Replace("Ada", "Adé", StringComparison.Ordinal));
        Assert.Equal(RejectionReason.CommitNotUtf8, Reason(CommitText.Signed(headers, [], payload => SshKeys.Sign(SshKeys.Manager, payload))));
    }

    [Fact]
    public void Time_of_the_signature_is_the_committer_s()
    {
        Checked<VerifiedCommit> With(string options) =>
            CommitVerifier.Verify(Good, TagText.Allow($"ada@example.org {options} {SshKeys.Public(SshKeys.Manager)}\n"), TagText.Verify);

        Assert.NotNull(With("valid-after=\"20250615150740Z\"").Value);
        Assert.Equal(RejectionReason.SignerNotYetValid, TagText.Reason(With("valid-after=\"20250615150741Z\"")));
        Assert.Equal(RejectionReason.SignerNoLongerValid, TagText.Reason(With("valid-before=\"20250615150739Z\"")));
        Assert.Equal(RejectionReason.SignerNamespace, TagText.Reason(With("namespaces=\"file\"")));
    }

    [Fact]
    public void Verified_bytes_do_not_change_with_the_caller_s()
    {
        var body = CommitText.Good;
        var commit = CommitText.Check(body).Value!;

        Array.Clear(body);

        Assert.Equal(TagText.Bytes(CommitText.Headers + "\n" + CommitText.Message), commit.Commit.Payload.ToArray());
        Assert.Equal(TagText.Bytes(CommitText.Message), commit.Commit.Message.ToArray());
    }

    [Fact]
    public void Unsigned_commit_is_rejected_by_name()
    {
        using var git = new GitTags();

        Assert.Equal(RejectionReason.UnsignedCommit, Reason(git.Raw("HEAD")));
    }

    [Theory]
    [InlineData("-----BEGIN PGP SIGNATURE-----", RejectionReason.OpenPgpSignature)]
    [InlineData("-----BEGIN PGP MESSAGE-----", RejectionReason.OpenPgpSignature)]
    [InlineData("-----BEGIN SIGNED MESSAGE-----", RejectionReason.X509Signature)]
    [InlineData("-----BEGIN SSH SIGNATURE----- ", RejectionReason.SignatureArmourInvalid)]
    [InlineData(" -----BEGIN SSH SIGNATURE-----", RejectionReason.SignatureArmourInvalid)]
    [InlineData("x", RejectionReason.SignatureArmourInvalid)]
    [InlineData("", RejectionReason.SignatureArmourInvalid)]
    public void Signature_of_another_kind_is_rejected_by_name(string first, RejectionReason reason) =>
        Assert.Equal(reason, Reason(Changed("-----BEGIN SSH SIGNATURE-----", first)));

    [Fact]
    public void Commit_of_a_sha256_repository_is_rejected_by_name()
    {
        using var folder = new TempDirectory();
        string Git(params string[] arguments) => Tool.Run("git",
            ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gpg.format=ssh", "-c", "user.signingKey=" + SshKeys.Manager, .. arguments],
            folder.Path);
        Git("init", "-q", "--object-format=sha256");
        Git("commit", "-q", "--allow-empty", "-S", "-m", "first");

        Assert.Equal(RejectionReason.Sha256Repository, Reason(TagText.Bytes(Git("cat-file", "commit", "HEAD"))));
    }

    [Fact]
    public void Signature_for_files_is_rejected_by_name() =>
        Assert.Equal(RejectionReason.SignatureNamespaceWrong, Reason(CommitText.Signed(CommitText.Headers, purpose: "file")));

    [Fact]
    public void Tag_is_no_commit_and_commit_no_tag()
    {
        Assert.Equal(RejectionReason.CommitHeaderInvalid, Reason(TagText.Good));
        Assert.Equal(RejectionReason.LightweightTag, TagText.Reason(TagText.Check(Good)));
    }

    public static TheoryData<string> WrongHeaders =>
    [
        "",
        CommitText.Parent + CommitText.Author + CommitText.Committer,
        CommitText.Tree + CommitText.Parent + CommitText.Committer,
        CommitText.Tree + CommitText.Parent + CommitText.Author,
        CommitText.Tree + CommitText.Tree + CommitText.Author + CommitText.Committer,
        CommitText.Tree + CommitText.Author + CommitText.Author + CommitText.Committer,
        CommitText.Headers + CommitText.Committer,
        CommitText.Tree + CommitText.Author + CommitText.Parent + CommitText.Committer,
        CommitText.Tree + CommitText.Parent + CommitText.Committer + CommitText.Author,
        CommitText.Parent + CommitText.Tree + CommitText.Author + CommitText.Committer,
        CommitText.Headers + "encoding x\nencoding x\n",
        CommitText.Headers + "encoding \n",
        CommitText.Headers + "encoding a b\n",
        CommitText.Headers + "encoding " + "x2345678901234567890123456789012345678901\n",
        CommitText.Tree + CommitText.Author + "encoding x\n" + CommitText.Committer,
        CommitText.Headers + "mergetag object x\n type commit\n",
        CommitText.Headers + "HG:rename-source hg\n",
        CommitText.Headers + "x y\n",
        CommitText.Headers + " continued\n",
        CommitText.Headers.Replace("tree ", "tree  ", StringComparison.Ordinal),
        CommitText.Headers.Replace("tree ", "Tree ", StringComparison.Ordinal),
        CommitText.Headers.Replace("tree 0", "tree A", StringComparison.Ordinal),
        CommitText.Headers.Replace("tree 0", "tree ", StringComparison.Ordinal),
        CommitText.Headers.Replace("parent 8", "parent 88", StringComparison.Ordinal),
        CommitText.Headers.Replace("67\n", "67\r\n", StringComparison.Ordinal),
        CommitText.Headers.Replace("Lovelace", "Love\rlace", StringComparison.Ordinal),
        CommitText.Headers.Replace("Lovelace", "Love\u001blace", StringComparison.Ordinal),
        CommitText.Headers.Replace("Lovelace", "Love\u001flace", StringComparison.Ordinal),
        CommitText.Headers.Replace("Babbage", "Bab\tbage", StringComparison.Ordinal),
    ];

    [Theory]
    [InlineData("x")]
    [InlineData("a-b_c.d:e+F9")]
    [InlineData("x234567890123456789012345678901234567890")]
    public void Encoding_is_a_plain_name(string name) =>
        Assert.Equal(name, CommitText.Check(CommitText.Signed($"{CommitText.Headers}encoding {name}\n")).Value!.Commit.Encoding);

    [Fact]
    public void Every_parent_is_listed()
    {
        var other = CommitText.Parent.Replace('8', '7');

        Assert.Equal(["89abcdef0123456789abcdef0123456789abcdef", "79abcdef0123456779abcdef0123456779abcdef"],
            CommitText.Check(CommitText.Signed(CommitText.Tree + CommitText.Parent + other + CommitText.Author + CommitText.Committer)).Value!.Commit.Parents);
        Assert.Equal(RejectionReason.CommitHeaderInvalid,
            Reason(CommitText.Tree + CommitText.Parent + other.Replace("79", "7", StringComparison.Ordinal) + CommitText.Author + CommitText.Committer));
        Assert.Equal(RejectionReason.Sha256Repository,
            Reason(CommitText.Tree + $"parent {TagText.Hex}\n" + CommitText.Author + CommitText.Committer));
    }

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void Headers_in_another_form_are_rejected_even_when_signed(string headers) =>
        Assert.Equal(RejectionReason.CommitHeaderInvalid, Reason(headers));

    [Theory]
    [InlineData("author Ada Lovelace <ada@example.org> 1750000000 +9999\n", CommitText.Committer)]
    [InlineData("author Ada Lovelace 1750000000 +0200\n", CommitText.Committer)]
    [InlineData(CommitText.Author, "committer Ada <ada@example.org> 01750000000 +0200\n")]
    [InlineData(CommitText.Author, "committer <ada@example.org> 1750000000 +0200\n")]
    public void Persons_in_another_form_are_rejected_by_name(string author, string committer) =>
        Assert.Equal(RejectionReason.CommitIdentityInvalid, Reason(CommitText.Tree + author + committer));

    [Theory]
    [InlineData("gpgsig-sha256 x\n", RejectionReason.CommitHeaderInvalid)]
    [InlineData("gpgsigx y\n", RejectionReason.CommitHeaderInvalid)]
    [InlineData("gpgsig x\n", RejectionReason.SeveralSignatures)]
    [InlineData("encoding UTF-8\n", RejectionReason.CommitHeaderInvalid)]
    [InlineData("x y\n", RejectionReason.CommitHeaderInvalid)]
    public void Header_after_the_signature_is_rejected_by_name(string header, RejectionReason reason) =>
        Assert.Equal(reason, Reason(Changed(" -----END SSH SIGNATURE-----\n", $" -----END SSH SIGNATURE-----\n{header}")));

    [Theory]
    [InlineData("gpgsig-sha256 x\n")]
    [InlineData("gpgsigx y\n")]
    public void Header_that_git_leaves_out_of_what_is_signed_is_rejected_before_the_signature_too(string header) =>
        Assert.Equal(RejectionReason.CommitHeaderInvalid, Reason(Changed("gpgsig -----", $"{header}gpgsig -----")));

    [Fact]
    public void Signature_that_is_not_the_last_header_is_rejected()
    {
        var text = Encoding.Latin1.GetString(Good);
        var start = text.IndexOf("gpgsig ", StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        var moved = text[..start].Replace(CommitText.Author, text[start..end] + CommitText.Author, StringComparison.Ordinal) + text[end..];

        Assert.Equal(RejectionReason.CommitHeaderInvalid, Reason(Encoding.Latin1.GetBytes(moved)));
    }

    [Fact]
    public void Text_after_the_armour_is_rejected_by_name() => Assert.Equal(RejectionReason.BytesAfterSignature,
        Reason(Changed(" -----END SSH SIGNATURE-----\n", " -----END SSH SIGNATURE-----\n x\n")));

    [Fact]
    public void Bytes_out_of_bounds_are_rejected_by_name()
    {
        Assert.Equal(RejectionReason.CommitNulByte, Reason(CommitText.Signed(CommitText.Headers, "a\0b\n")));
        var longest = CommitObject.MaxBytes - Good.Length + CommitText.Message.Length;
        Assert.NotNull(CommitText.Check(CommitText.Signed(CommitText.Headers, new string('x', longest))).Value);
        Assert.Equal(RejectionReason.CommitTooLarge, Reason(CommitText.Signed(CommitText.Headers, new string('x', longest + 1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no line feed")]
    [InlineData("\n\n\n")]
    [InlineData("with\r\ncarriage\r\nreturns\r\n")]
    [InlineData("gpgsig -----BEGIN SSH SIGNATURE-----\n-----BEGIN PGP SIGNATURE-----\n")]
    public void Message_is_free(string message) => Assert.NotNull(CommitText.Check(CommitText.Signed(CommitText.Headers, message)).Value);

    [Fact]
    public void No_beginning_of_a_commit_is_accepted()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.True(CommitText.Check(Good[..length]).Rejection is not null, $"length {length}");
    }

    [Theory]
    [InlineData('\n')]
    [InlineData(' ')]
    [InlineData('A')]
    [InlineData('\r')]
    [InlineData('\0')]
    public void No_inserted_or_removed_byte_is_accepted(char inserted)
    {
        for (var i = 0; i <= Good.Length; i++)
        {
            Assert.True(CommitText.Check([.. Good[..i], (byte)inserted, .. Good[i..]]).Rejection is not null, $"before byte {i}");
            Assert.True(i == Good.Length || CommitText.Check([.. Good[..i], .. Good[(i + 1)..]]).Rejection is not null, $"without byte {i}");
        }
    }
}
