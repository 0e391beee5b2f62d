using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class CanonicalBase64Tests
{
    // RFC 4648, section 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("Zg==", "f")]
    [InlineData("Zm8=", "fo")]
    [InlineData("Zm9v", "foo")]
    [InlineData("Zm9vYg==", "foob")]
    [InlineData("Zm9vYmE=", "fooba")]
    [InlineData("Zm9vYmFy", "foobar")]
    public void Vectors_of_the_rfc_are_read(string text, string bytes) => Assert.Equal(TagText.Bytes(bytes), CanonicalBase64.Decode(text));

    [Theory]
    [InlineData("Zg")]
    [InlineData("Zg=")]
    [InlineData("Zg===")]
    [InlineData("Zh==")]
    [InlineData("Zm9=")]
    [InlineData("Zg==Zg==")]
    [InlineData("Zm 9v")]
    [InlineData("Zm9v\n")]
    [InlineData(" Zm9v")]
    [InlineData("Zm9v    ")]
    [InlineData("Zm9_")]
    [InlineData("Zm-v")]
    [InlineData("====")]
    [InlineData("Zm9v=")]
    [InlineData("é")]
    public void Other_forms_are_not(string text) => Assert.Null(CanonicalBase64.Decode(text));

    [Fact]
    public void Every_content_has_one_form()
    {
        var content = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value));

        Prop.ForAll(Arb.From(content), bytes =>
        {
            var text = Convert.ToBase64String(bytes);
            Assert.Equal(bytes, CanonicalBase64.Decode(text));
            for (var i = 0; i < text.Length; i++)
                Assert.Null(CanonicalBase64.Decode(text.Insert(i, "\n")));
        }).QuickCheckThrowOnFailure();
    }
}
