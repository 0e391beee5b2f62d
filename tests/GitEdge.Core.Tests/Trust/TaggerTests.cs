using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class TaggerTests
{
    [Theory]
    [InlineData("A <a@x> 0 +0000", "A", "a@x", 0, 0)]
    [InlineData("Åsa B. Ström <å@x> 1 +0530", "Åsa B. Ström", "å@x", 1, 330)]
    [InlineData("A <a> 1750000000 -1130", "A", "a", 1750000000, -690)]
    [InlineData("A <a> 1 +1400", "A", "a", 1, 840)]
    [InlineData("A <a> 1 -1400", "A", "a", 1, -840)]
    [InlineData("A <a> 1 +0059", "A", "a", 1, 59)]
    [InlineData("A <a> 1 -0001", "A", "a", 1, -1)]
    [InlineData("A <a> 253370764799 +1400", "A", "a", 253370764799, 840)]
    public void Tagger_as_git_writes_it_is_read(string text, string name, string email, long seconds, int minutes)
    {
        var tagger = Tagger.Parse(text)!;

        Assert.Equal((name, email), (tagger.Name, tagger.Email));
        Assert.Equal(seconds, tagger.Time.ToUnixTimeSeconds());
        Assert.Equal(TimeSpan.FromMinutes(minutes), tagger.Time.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("<a> 1 +0000")]
    [InlineData(" <a> 1 +0000")]
    [InlineData("A<a> 1 +0000")]
    [InlineData("A  <a> 1 +0000")]
    [InlineData(" A <a> 1 +0000")]
    [InlineData("A <> 1 +0000")]
    [InlineData("A <a 1 +0000")]
    [InlineData("A a> 1 +0000")]
    [InlineData("A a 1 +0000")]
    [InlineData("A <a b> 1 +0000")]
    [InlineData("A <a>> 1 +0000")]
    [InlineData("A <<a> 1 +0000")]
    [InlineData("A <a> <b> 1 +0000")]
    [InlineData("A > <b> 1 +0000")]
    [InlineData("A <a>x 1 +0000")]
    [InlineData("A <a>  1 +0000")]
    [InlineData("A <a> 1  +0000")]
    [InlineData("A <a> 1 +0000 ")]
    [InlineData("A <a> 1")]
    [InlineData("A <a> +0000")]
    [InlineData("A <a> 01 +0000")]
    [InlineData("A <a> -1 +0000")]
    [InlineData("A <a> +1 +0000")]
    [InlineData("A <a> 1.0 +0000")]
    [InlineData("A <a> x +0000")]
    [InlineData("A <a> 253370764800 +0000")]
    [InlineData("A <a> 99999999999999999999 +0000")]
    [InlineData("A <a> 1 0000")]
    [InlineData("A <a> 1 00000")]
    [InlineData("A <a> 1 +000")]
    [InlineData("A <a> 1 +00000")]
    [InlineData("A <a> 1 -0000")]
    [InlineData("A <a> 1 +0060")]
    [InlineData("A <a> 1 +1401")]
    [InlineData("A <a> 1 -1500")]
    [InlineData("A <a> 1 +0a00")]
    [InlineData("A <a> 1 ++100")]
    [InlineData("A <a> 1 UTC")]
    public void Tagger_in_another_form_is_rejected(string text)
    {
        Assert.Null(Tagger.Parse(text));
        var body = $"{TagText.Object}\n{TagText.Type}\n{TagText.Tag}\ntagger {text}\n\nm\n-----BEGIN SSH SIGNATURE-----\n";
        Assert.Equal(RejectionReason.TaggerInvalid, TagText.Reason(TagObject.Parse(TagText.Bytes(body))));
    }
}
