using GitEdge.Linux.Systemd;

namespace GitEdge.Linux.Tests.Systemd;

public sealed class UnitNameTests
{
    [Theory]
    [InlineData("analytics.service")]
    [InlineData("analytics-image.service")]
    [InlineData("a@b:c_d.1.service")]
    public void Name_of_a_service_is_taken(string text)
    {
        Assert.True(UnitName.TryParse(text, out var name));
        Assert.Equal(text, name.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".service")]
    [InlineData("-.service")]
    [InlineData("@.service")]
    [InlineData("..service")]
    [InlineData("reboot.target")]
    [InlineData("docker.socket")]
    [InlineData("a.service.d")]
    [InlineData("../a.service")]
    [InlineData("a/b.service")]
    [InlineData("a b.service")]
    [InlineData("a\n.service")]
    [InlineData("a\\x2d.service")]
    [InlineData("ä.service")]
    [InlineData("%n.service")]
    public void Anything_else_is_not(string text) => Assert.False(UnitName.TryParse(text, out _));

    [Fact]
    public void Name_that_is_too_long_is_not_taken() => Assert.False(UnitName.TryParse(new string('a', 248) + ".service", out _));
}
