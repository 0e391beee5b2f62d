using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Primitives;

public sealed class ControlTextTests
{
    [Theory]
    [InlineData("plain ünïcode 猫", "plain ünïcode 猫")]
    [InlineData("a\tb\rc\n", @"a\tb\rc\n")]
    [InlineData("\u001b]0;title\u0007\u009b2J", @"\u001b]0;title\u0007\u009b2J")]
    [InlineData("\u202edlog\u200b\ue000", @"\u202edlog\u200b\ue000")]
    public void Escape_leaves_nothing_that_acts(string text, string expected) => Assert.Equal(expected, ControlText.Escape(text));

    [Fact]
    public void Name_is_cut_after_three_hundred_characters()
    {
        Assert.Equal(new string('x', 300), ControlText.EscapeName(new string('x', 300)));
        Assert.Equal(new string('x', 300) + "…", ControlText.EscapeName(new string('x', 301)));
    }

    [Fact]
    public void Lines_stay_lines_and_none_begins_where_an_entry_does() =>
        Assert.Equal("a\n    b\\u001b\n    ", ControlText.EscapeLines("a\r\nb\u001b\n"));
}
