using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Whatever is done to a good tag, there is no second form of it that is accepted.</summary>
public sealed class TamperedTagTests
{
    private static readonly byte[] Good = TagText.Good;

    public static TheoryData<int> Patterns => [1, 2, 4, 8, 16, 32, 64, 128, 255];

    [Fact]
    public void Untouched_tag_is_accepted() => Assert.NotNull(TagText.Check(Good).Value);

    [Theory]
    [MemberData(nameof(Patterns))]
    public void No_flipped_byte_is_accepted(int pattern)
    {
        for (var i = 0; i < Good.Length; i++)
        {
            var body = TagText.Good;
            body[i] ^= (byte)pattern;
            Assert.True(TagText.Check(body).Rejection is not null, $"byte {i}");
        }
    }

    [Fact]
    public void No_beginning_of_a_tag_is_accepted()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.True(TagText.Check(Good[..length]).Rejection is not null, $"length {length}");
    }

    [Theory]
    [InlineData('\n')]
    [InlineData(' ')]
    [InlineData('A')]
    [InlineData('=')]
    [InlineData('\r')]
    [InlineData('\0')]
    public void No_inserted_byte_is_accepted(char inserted)
    {
        for (var i = 0; i <= Good.Length; i++)
            Assert.True(TagText.Check([.. Good[..i], (byte)inserted, .. Good[i..]]).Rejection is not null, $"before byte {i}");
    }

    [Fact]
    public void No_removed_byte_is_accepted()
    {
        for (var i = 0; i < Good.Length; i++)
            Assert.True(TagText.Check([.. Good[..i], .. Good[(i + 1)..]]).Rejection is not null, $"byte {i}");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("x")]
    [InlineData("GitEdge-Lock-SHA256: " + TagText.Hex + "\n")]
    [InlineData("-----END SSH SIGNATURE-----\n")]
    public void Text_after_the_signature_is_rejected_by_name(string text) =>
        Assert.Equal(RejectionReason.BytesAfterSignature, TagText.Reason(TagText.Check([.. Good, .. TagText.Bytes(text)])));

    [Fact]
    public void Second_signature_is_rejected_by_name()
    {
        var armour = TagObject.Parse(Good).Value!.Armour.ToArray();

        Assert.Equal(RejectionReason.SeveralSignatures, TagText.Reason(TagText.Check([.. Good, .. armour])));
    }

    [Fact]
    public void Signature_of_another_tag_is_rejected_by_name()
    {
        var armour = SshKeys.Sign(SshKeys.Manager, TagText.Bytes(TagText.Payload.Replace("prod/7", "prod/8", StringComparison.Ordinal)));

        var outcome = TagText.Check([.. TagText.Bytes(TagText.Payload), .. armour]);

        Assert.Equal(RejectionReason.BadSignature, TagText.Reason(outcome));
        Assert.Contains("SHA256:", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Crlf_is_rejected_by_name()
    {
        var body = TagText.Signed(TagText.Payload.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(RejectionReason.TagCarriageReturn, TagText.Reason(TagText.Check(body)));
    }

    [Fact]
    public void Crlf_in_the_armour_alone_is_rejected_by_name()
    {
        var tag = TagObject.Parse(Good).Value!;
        var armour = System.Text.Encoding.ASCII.GetString(tag.Armour.Span).Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal(RejectionReason.TagCarriageReturn, TagText.Reason(TagText.Check([.. tag.Payload.Span, .. TagText.Bytes(armour)])));
    }
}
