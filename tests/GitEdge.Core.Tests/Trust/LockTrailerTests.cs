using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class LockTrailerTests
{
    private const string Trailer = TagText.Trailer + "\n";

    private static Checked<LockTrailer> Read(string message) =>
        LockTrailer.Read(TagText.Check(TagText.Signed(TagText.Headers + "\n" + message)).Value!);

    [Theory]
    [InlineData(Trailer)]
    [InlineData("Release\n\n" + Trailer)]
    [InlineData("Release\n\nSigned-off-by: Ada <ada@example.org>\n" + Trailer)]
    [InlineData("Mentions GitEdge-Lock-SHA256: in a line\n\n" + Trailer)]
    public void Trailer_on_the_last_line_is_read(string message) => Assert.Equal(TagText.Hex, Read(message).Value!.Lock.Hex);

    [Theory]
    [InlineData("Release\n", RejectionReason.TrailerMissing)]
    [InlineData("", RejectionReason.TrailerMissing)]
    [InlineData("x" + Trailer, RejectionReason.TrailerMissing)]
    [InlineData(Trailer + Trailer, RejectionReason.TrailerRepeated)]
    [InlineData("gitedge-lock-sha256: x\n" + Trailer, RejectionReason.TrailerRepeated)]
    [InlineData(" " + TagText.Trailer + "\n" + Trailer, RejectionReason.TrailerRepeated)]
    [InlineData(Trailer + "\n", RejectionReason.TrailerNotLast)]
    [InlineData(Trailer + "Signed-off-by: Ada <ada@example.org>\n", RejectionReason.TrailerNotLast)]
    [InlineData(Trailer + " continued\n", RejectionReason.TrailerNotLast)]
    [InlineData("GitEdge-Lock-SHA256:" + TagText.Hex + "\n", RejectionReason.TrailerMalformed)]
    [InlineData("GitEdge-Lock-SHA256:  " + TagText.Hex + "\n", RejectionReason.TrailerMalformed)]
    [InlineData("GitEdge-Lock-SHA256 : " + TagText.Hex + "\n", RejectionReason.TrailerMalformed)]
    [InlineData("gitedge-lock-sha256: " + TagText.Hex + "\n", RejectionReason.TrailerMalformed)]
    [InlineData(" " + Trailer, RejectionReason.TrailerMalformed)]
    [InlineData(TagText.Trailer + " \n", RejectionReason.TrailerMalformed)]
    [InlineData(TagText.Trailer + "0\n", RejectionReason.TrailerMalformed)]
    [InlineData("GitEdge-Lock-SHA256: \n", RejectionReason.TrailerMalformed)]
    [InlineData("GitEdge-Lock-SHA256: sha256:" + TagText.Hex + "\n", RejectionReason.TrailerMalformed)]
    [InlineData("GitEdge-Lock-SHA256: 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n", RejectionReason.TrailerMalformed)]
    public void Trailer_in_another_form_is_rejected_by_name(string message, RejectionReason reason) =>
        Assert.Equal(reason, TagText.Reason(Read(message)));

    [Fact]
    public void Trailer_without_line_feed_runs_into_the_signature()
    {
        // The BEGIN line is then no line of its own: there is no signature at all.
        var body = TagText.Signed(TagText.Headers + "\n" + TagText.Trailer);

        Assert.Equal(RejectionReason.UnsignedTag, TagText.Reason(TagText.Check(body)));
    }
}
