using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class TagObjectTests
{
    private const string Signature = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n";

    private static Checked<TagObject> Parse(string text) => TagObject.Parse(TagText.Bytes(text));

    private static RejectionReason Reason(string text) => TagText.Reason(Parse(text));

    [Fact]
    public void Tag_is_taken_apart()
    {
        var tag = Parse(TagText.Payload + Signature).Value!;

        Assert.Equal(TagText.Target, tag.Target);
        Assert.Equal("rollout/prod/7", tag.Name);
        Assert.Equal(TagText.Message, tag.Message);
        Assert.Equal(TagText.Bytes(TagText.Payload), tag.Payload.ToArray());
        Assert.Equal(TagText.Bytes(Signature), tag.Armour.ToArray());
        Assert.Equal(new Tagger("Ada Lovelace", "ada@example.org", new DateTimeOffset(2025, 6, 15, 17, 6, 40, TimeSpan.FromHours(2))), tag.Tagger);
        Assert.Equal(TimeSpan.FromHours(2), tag.Tagger.Time.Offset);
    }

    [Fact]
    public void Empty_message_is_a_message() => Assert.Equal("", Parse(TagText.Headers + "\n" + Signature).Value!.Message);

    [Theory]
    [InlineData("\n", "Line 1 must be the header 'object', but is ''.")]
    [InlineData(TagText.Object + "\n", "Line 2 must be the header 'type'")]
    [InlineData(TagText.Type + "\n" + TagText.Object + "\n", "Line 1 must be the header 'object', but is 'type commit'.")]
    [InlineData(TagText.Object + "\n" + TagText.Tag + "\n" + TagText.Type + "\n" + TagText.Tagger + "\n\n", "Line 2 must be the header 'type'")]
    [InlineData(TagText.Object + "\n" + TagText.Object + "\n", "Line 2 must be the header 'type'")]
    [InlineData(TagText.Object + "\n" + TagText.Type + "\n" + TagText.Tagger + "\n", "Line 3 must be the header 'tag'")]
    [InlineData(TagText.Object + "\n" + TagText.Type + "\n" + TagText.Tag + "\n\n", "Line 4 must be the header 'tagger', but is ''.")]
    [InlineData(TagText.Headers + "encoding latin1\n\n", "A blank line must follow the header 'tagger', but line 5 is 'encoding latin1'.")]
    [InlineData(TagText.Headers + "gpgsig -----BEGIN SSH SIGNATURE-----\n\n", "line 5 is 'gpgsig")]
    [InlineData(TagText.Headers + TagText.Tagger + "\n\n", "line 5 is 'tagger Ada")]
    [InlineData(TagText.Headers + " folded\n\n", "line 5 is ' folded'")]
    [InlineData(TagText.Headers, "line 5 is '-----BEGIN SSH SIGNATURE-----'")]
    [InlineData("Object " + TagText.Target + "\n", "Line 1")]
    [InlineData("object\t" + TagText.Target + "\n", "Line 1")]
    [InlineData("object\n", "Line 1")]
    public void Headers_in_another_form_are_rejected_by_line(string text, string detail)
    {
        var rejection = Parse(text + Signature).Rejection!;

        Assert.Equal(RejectionReason.TagHeaderInvalid, rejection.Reason);
        Assert.Contains(detail, rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_without_blank_line_at_the_end_are_rejected()
    {
        Assert.Equal(RejectionReason.TagHeaderInvalid, Reason(""));
        Assert.Contains("Line 1", Parse(TagText.Object).Rejection!.Detail, StringComparison.Ordinal);
        Assert.Contains("line 5 is ''", Parse(TagText.Headers).Rejection!.Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionReason.TagHeaderInvalid, Reason(TagText.Headers));
        Assert.Equal(RejectionReason.UnsignedTag, Reason(TagText.Headers + "\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef0123456")]
    [InlineData("0123456789abcdef0123456789abcdef012345678")]
    [InlineData("0123456789ABCDEF0123456789abcdef01234567")]
    [InlineData("g123456789abcdef0123456789abcdef01234567")]
    [InlineData(" 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("0123456789abcdef0123456789abcdef01234567 ")]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff")]
    public void Object_id_in_another_form_is_rejected(string id)
    {
        var rejection = Parse($"object {id}\n{TagText.Type}\n{TagText.Tag}\n{TagText.Tagger}\n\n{Signature}").Rejection!;

        Assert.Equal(RejectionReason.TagHeaderInvalid, rejection.Reason);
        Assert.Contains("'object' must be 40 lower-case hexadecimal digits", rejection.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commit ", RejectionReason.TagHeaderInvalid)]
    [InlineData("Commit", RejectionReason.TagHeaderInvalid)]
    [InlineData("", RejectionReason.TagHeaderInvalid)]
    [InlineData("tree", RejectionReason.TagOfTree)]
    [InlineData("blob", RejectionReason.TagOfBlob)]
    [InlineData("tag", RejectionReason.TagOfTag)]
    public void Type_other_than_commit_is_rejected(string type, RejectionReason reason) =>
        Assert.Equal(reason, Reason($"{TagText.Object}\ntype {type}\n{TagText.Tag}\n{TagText.Tagger}\n\n{Signature}"));

    [Fact]
    public void Object_id_of_64_digits_is_a_sha256_repository() =>
        Assert.Equal(RejectionReason.Sha256Repository,
            Reason($"object {TagText.Hex}\n{TagText.Type}\n{TagText.Tag}\n{TagText.Tagger}\n\n{Signature}"));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u001b[31m")]
    public void Tag_name_with_space_or_control_is_rejected(string name)
    {
        var rejection = Parse($"{TagText.Object}\n{TagText.Type}\ntag {name}\n{TagText.Tagger}\n\n{Signature}").Rejection!;

        Assert.Equal(RejectionReason.TagHeaderInvalid, rejection.Reason);
        Assert.Contains("The tag's name", rejection.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', rejection.Detail);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_rejected_by_name()
    {
        byte[] With(params byte[] extra) => [.. TagText.Bytes(TagText.Payload), .. extra, .. TagText.Bytes("\n" + Signature)];

        Assert.Equal(RejectionReason.TagNulByte, TagText.Reason(TagObject.Parse(With(0))));
        Assert.Equal(RejectionReason.TagCarriageReturn, TagText.Reason(TagObject.Parse(With((byte)'\r'))));
        Assert.Equal(RejectionReason.TagNotUtf8, TagText.Reason(TagObject.Parse(With(0xc3))));
        Assert.Equal(RejectionReason.TagNotUtf8, TagText.Reason(TagObject.Parse(With(0xc0, 0x80))));
        Assert.Equal(RejectionReason.TagNotUtf8, TagText.Reason(TagObject.Parse(With(0xed, 0xa0, 0x80))));
        Assert.NotNull(TagObject.Parse(With(0xc3, 0xa9)).Value);
    }

    [Fact]
    public void First_byte_counts_too()
    {
        Assert.Equal(RejectionReason.TagNulByte, Reason("\0"));
        Assert.Equal(RejectionReason.TagCarriageReturn, Reason("\r"));
        Assert.Contains("Byte 0", Parse("\r").Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_limit_is_exact()
    {
        var longest = TagText.Payload + new string('a', TagObject.MaxBytes - TagText.Payload.Length - Signature.Length - 1) + "\n" + Signature;

        Assert.Equal(64 * 1024, longest.Length);
        Assert.NotNull(Parse(longest).Value);
        Assert.Equal(RejectionReason.TagTooLarge, Reason("a" + longest));
    }

    [Theory]
    [InlineData("-----BEGIN PGP SIGNATURE-----\n", RejectionReason.OpenPgpSignature)]
    [InlineData("-----BEGIN PGP MESSAGE-----\n", RejectionReason.OpenPgpSignature)]
    [InlineData("-----BEGIN SIGNED MESSAGE-----\n", RejectionReason.X509Signature)]
    [InlineData("-----BEGIN PGP SIGNATURE----- and more", RejectionReason.OpenPgpSignature)]
    [InlineData("", RejectionReason.UnsignedTag)]
    [InlineData(" -----BEGIN SSH SIGNATURE-----\n", RejectionReason.UnsignedTag)]
    [InlineData("x-----BEGIN SSH SIGNATURE-----\n", RejectionReason.UnsignedTag)]
    [InlineData("-----BEGIN SSH SIGNATURE----", RejectionReason.UnsignedTag)]
    [InlineData(Signature + Signature, RejectionReason.SeveralSignatures)]
    [InlineData("-----BEGIN PGP SIGNATURE-----\n" + Signature, RejectionReason.SeveralSignatures)]
    [InlineData(Signature + "-----BEGIN SIGNED MESSAGE-----", RejectionReason.SeveralSignatures)]
    [InlineData("-----BEGIN SSH SIGNATURE----- quoted\n" + Signature, RejectionReason.SeveralSignatures)]
    [InlineData("-----BEGIN PGP MESSAGE-----\n-----BEGIN PGP SIGNATURE-----\n", RejectionReason.SeveralSignatures)]
    public void Signatures_of_other_kinds_or_numbers_are_rejected_by_name(string tail, RejectionReason reason) =>
        Assert.Equal(reason, Reason(TagText.Payload + tail));

    [Fact]
    public void Number_of_signatures_is_told() =>
        Assert.Contains("3 lines", Parse(TagText.Payload + Signature + Signature + "-----BEGIN PGP MESSAGE-----\n").Rejection!.Detail, StringComparison.Ordinal);

    [Fact]
    public void Commit_bytes_are_a_lightweight_tag()
    {
        Assert.Equal(RejectionReason.LightweightTag, Reason("tree " + TagText.Target + "\nauthor A <a@x> 0 +0000\n"));
        Assert.Equal(RejectionReason.TagHeaderInvalid, Reason("trees"));
    }
}
