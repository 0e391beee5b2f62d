using System.Text.Json;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Primitives;

public sealed class Sha256DigestTests
{
    /// <summary>FIPS 180-2, appendix B.1.</summary>
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Digest_of_abc_is_the_published_one()
    {
        var digest = Sha256Digest.Of("abc"u8);

        Assert.Equal(Abc, digest.Hex);
        Assert.Equal("sha256:" + Abc, digest.ToString());
        Assert.Equal(digest, Sha256Digest.Parse("sha256:" + Abc));
        Assert.Equal(digest.GetHashCode(), Sha256Digest.Parse("sha256:" + Abc).GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Abc)]
    [InlineData("sha512:" + Abc)]
    [InlineData("SHA256:" + Abc)]
    [InlineData("sha256:" + Abc + "0")]
    [InlineData("sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Any_other_form_is_refused(string? text)
    {
        Assert.False(Sha256Digest.TryParse(text, out var digest));
        Assert.Equal(default, digest);
        Assert.Throws<FormatException>(() => Sha256Digest.Parse(text!));
    }

    [Fact]
    public void Hash_of_another_length_is_misuse() =>
        Assert.Throws<ArgumentException>(() => Sha256Digest.FromBytes(new byte[31]));

    [Fact]
    public void Default_is_written_as_zeros() => Assert.Equal("sha256:" + new string('0', 64), default(Sha256Digest).ToString());

    [Fact]
    public void Order_is_that_of_the_written_form()
    {
        var low = Sha256Digest.Parse("sha256:" + new string('0', 64));
        var high = Sha256Digest.Parse("sha256:" + new string('f', 64));
        var same = low;

        Assert.True(low < high && high > low && low <= same && low >= same && low <= high && high >= low);
        Assert.False(high < low || low > high || high <= low || low >= high || low < same || low > same);
    }

    [Fact]
    public void Json_is_the_written_form_and_nothing_else()
    {
        var digest = Sha256Digest.Of("abc"u8);

        Assert.Equal($"\"sha256:{Abc}\"", JsonSerializer.Serialize(digest));
        Assert.Equal(digest, JsonSerializer.Deserialize<Sha256Digest>($"\"sha256:{Abc}\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sha256Digest>("\"abc\""));
    }
}
