using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>
/// Changes to a signed tag, or tags of a doubtful form, that <c>git verify-tag</c> calls good and we refuse: the reason for
/// reading raw bytes in one canonical form instead of asking Git. Seen with Git 2.39; should a later one refuse a case too,
/// its first assertion may go, the second must not.
/// </summary>
public sealed class GitDisagreesTests
{
    private const string Headers = "object {0}\ntype commit\ntag rollout/prod/7\n" + TagText.Tagger + "\n";

    private static string Payload(GitTags git, string? headers = null, string message = TagText.Message) =>
        (headers ?? Headers).Replace("{0}", git.Commit, StringComparison.Ordinal) + "\n" + message;

    private static RejectionReason Reason(byte[] body) => TagText.Reason(TagText.Check(body));

    [Fact]
    public void Plain_tag_is_good_to_both()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git));

        Assert.True(git.IsGood(body));
        Assert.NotNull(TagText.Check(body).Value);
    }

    [Fact]
    public void Changed_tag_is_bad_to_both()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git));
        body[^200] ^= 1;

        Assert.False(git.IsGood(body));
        Assert.NotNull(TagText.Check(body).Rejection);
    }

    [Fact]
    public void Text_after_the_armour_is_good_to_git_alone()
    {
        using var git = new GitTags();
        byte[] body = [.. TagText.Signed(Payload(git)), .. TagText.Bytes(TagText.Trailer.Replace('1', '2') + "\n")];

        Assert.True(git.IsGood(body));
        Assert.Equal(RejectionReason.BytesAfterSignature, Reason(body));
    }

    [Fact]
    public void Wrapped_differently_is_good_to_git_alone()
    {
        using var git = new GitTags();
        var tag = TagObject.Parse(TagText.Signed(Payload(git))).Value!;
        var lines = System.Text.Encoding.ASCII.GetString(tag.Armour.Span).Split('\n');
        var armour = $"{lines[0]}\n{string.Concat(lines[1..^2])}\n{lines[^2]}\n";
        byte[] body = [.. tag.Payload.Span, .. TagText.Bytes(armour)];

        Assert.True(git.IsGood(body));
        Assert.Equal(RejectionReason.SignatureArmourInvalid, Reason(body));
    }

    [Fact]
    public void Extra_header_is_good_to_git_alone()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git, Headers + "x-lock " + TagText.Hex + "\n"));

        Assert.True(git.IsGood(body));
        Assert.Equal(RejectionReason.TagHeaderInvalid, Reason(body));
    }

    [Fact]
    public void Carriage_returns_are_good_to_git_alone()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git, message: TagText.Message.Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.True(git.IsGood(body));
        Assert.Equal(RejectionReason.TagCarriageReturn, Reason(body));
    }

    [Fact]
    public void Earlier_foreign_signature_is_good_to_git_alone()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git, message: "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n" + TagText.Message));

        Assert.True(git.IsGood(body));
        Assert.Equal(RejectionReason.SeveralSignatures, Reason(body));
    }

    [Fact]
    public void Odd_time_zone_is_good_to_git_alone()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git, Headers.Replace("+0200", "+9999", StringComparison.Ordinal)));

        Assert.True(git.IsGood(body));
        Assert.Equal(RejectionReason.TaggerInvalid, Reason(body));
    }

    [Fact]
    public void Moved_tag_is_good_to_git_alone()
    {
        using var git = new GitTags();
        var body = TagText.Signed(Payload(git));

        Assert.True(git.IsGood(body, "refs/tags/rollout/prod/8"));
        Assert.Equal(RejectionReason.TagNameMismatch, TagText.Check(body).Value!.CheckRef("refs/tags/rollout/prod/8")!.Reason);
    }

    [Fact]
    public void Signer_pattern_is_good_to_git_alone()
    {
        using var git = new GitTags();
        var text = $"*@example.org {SshKeys.Public(SshKeys.Manager)}\n";

        Assert.True(git.IsGood(TagText.Signed(Payload(git)), signers: text));
        Assert.False(AllowedSigners.TryParse(TagText.Bytes(text), allowPatterns: false, out _, out _));
    }

    [Fact]
    public void Signers_after_a_bad_line_are_good_to_git_alone()
    {
        using var git = new GitTags();
        var text = $"ada@example.org {SshKeys.Public(SshKeys.Manager)}\nbob@example.org ssh-ed25519 nonsense\n";

        Assert.True(git.IsGood(TagText.Signed(Payload(git)), signers: text));
        Assert.False(AllowedSigners.TryParse(TagText.Bytes(text), allowPatterns: false, out _, out _));
    }
}
