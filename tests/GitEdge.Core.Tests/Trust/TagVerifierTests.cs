using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Which reason wins when several apply: a person is told the first thing that is wrong.</summary>
public sealed class TagVerifierTests
{
    private static readonly Ed25519Verify Refuse = (_, _, _) => false;

    private static readonly Ed25519Verify Fail = (_, _, _) => throw new InvalidOperationException("The mathematics must not be reached.");

    [Fact]
    public void Grammar_comes_before_the_signature()
    {
        var body = TagText.Signed(TagText.Payload.Replace("type commit", "type tree", StringComparison.Ordinal));

        Assert.Equal(RejectionReason.TagOfTree, TagText.Reason(TagVerifier.Verify(body, TagText.Signers, Fail)));
    }

    [Fact]
    public void Form_of_the_signature_comes_before_the_mathematics()
    {
        var body = TagText.Signed(TagText.Payload, null, "file");

        Assert.Equal(RejectionReason.SignatureNamespaceWrong, TagText.Reason(TagVerifier.Verify(body, TagText.Signers, Fail)));
    }

    [Fact]
    public void Mathematics_comes_before_the_signer()
    {
        var body = TagText.Signed(TagText.Payload, SshKeys.Stranger);

        Assert.Equal(RejectionReason.BadSignature, TagText.Reason(TagVerifier.Verify(body, TagText.Signers, Refuse)));
        Assert.Equal(RejectionReason.UnknownSigner, TagText.Reason(TagVerifier.Verify(body, TagText.Signers, TagText.Verify)));
    }

    [Fact]
    public void Failing_primitive_is_not_taken_for_an_answer() =>
        Assert.Throws<InvalidOperationException>(() => TagVerifier.Verify(TagText.Good, TagText.Signers, Fail));

    [Fact]
    public void Verified_bytes_do_not_change_with_the_caller_s()
    {
        var body = TagText.Good;
        var tag = TagText.Check(body).Value!;

        Array.Clear(body);

        Assert.Equal(TagText.Bytes(TagText.Payload), tag.Tag.Payload.ToArray());
    }

    [Fact]
    public void Every_person_listed_may_sign()
    {
        var signers = TagText.Allow(
            $"ada@example.org {SshKeys.Public(SshKeys.Manager)}\nbob@example.org namespaces=\"git\" {SshKeys.Public(SshKeys.Stranger)}\n");

        Assert.Equal("ada@example.org", TagVerifier.Verify(TagText.Good, signers, TagText.Verify).Value!.Principal);
        Assert.Equal("bob@example.org",
            TagVerifier.Verify(TagText.Signed(TagText.Payload, SshKeys.Stranger), signers, TagText.Verify).Value!.Principal);
    }

    [Fact]
    public void Person_is_named_by_allowed_signers_and_not_by_the_tagger()
    {
        var body = TagText.Signed(TagText.Payload.Replace("ada@example.org", "root@example.org", StringComparison.Ordinal));

        var tag = TagText.Check(body).Value!;

        Assert.Equal("root@example.org", tag.Tag.Tagger.Email);
        Assert.Equal("ada@example.org", tag.Principal);
    }

    [Theory]
    [InlineData("refs/tags/rollout/prod/7", true)]
    [InlineData("refs/tags/rollout/prod/70", false)]
    [InlineData("refs/tags/ROLLOUT/prod/7", false)]
    [InlineData("refs/tags/rollout/prod/7 ", false)]
    [InlineData("rollout/prod/7", false)]
    [InlineData("refs/heads/rollout/prod/7", false)]
    public void Ref_must_be_the_one_the_tag_says(string name, bool same)
    {
        var rejection = TagText.Check(TagText.Good).Value!.CheckRef(name);

        Assert.Equal(same ? null : RejectionReason.TagNameMismatch, rejection?.Reason);
    }
}
