using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Primitives;

public sealed class BriefTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain — ünïcode 模型", "plain — ünïcode 模型")]
    [InlineData("a\nb\r\tc", "a\\nb\\r\\tc")]
    [InlineData("\u001b[2J\u007f\u0085", "\\u001b[2J\\u007f\\u0085")]
    [InlineData("\u202egnp.exe\u2028\u2029\u200b", "\\u202egnp.exe\\u2028\\u2029\\u200b")]
    [InlineData("\U000E0001", "\\U000e0001")]
    [InlineData("\uFFFE\uFFFF", "\\ufffe\\uffff")]
    public void Escape_shows_what_would_act(string text, string expected)
    {
        Assert.Equal(expected, ControlText.Escape(text));
        Assert.Equal(expected, ControlText.Brief(text));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(500)]
    public void Brief_keeps_what_fits_and_cuts_what_does_not(int longest)
    {
        Assert.Equal(new string('x', longest), ControlText.Brief(new string('x', longest), longest));
        var cut = ControlText.Brief("begin" + new string('x', 1_000_000) + "end", longest);

        Assert.Equal(longest, cut.Length);
        Assert.StartsWith("begin", cut, StringComparison.Ordinal);
        Assert.EndsWith("end", cut, StringComparison.Ordinal);
        Assert.Contains(" … ", cut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, "abcdefgh … wxyz")]
    [InlineData(12, "abcdef … xyz")]
    [InlineData(5, "ab … ")]
    [InlineData(3, " … ")]
    public void Brief_keeps_two_thirds_of_the_beginning_and_one_of_the_end(int longest, string expected) =>
        Assert.Equal(expected, ControlText.Brief("abcdefghijklmnopqrstuvwxyz", longest));

    [Fact]
    public void Brief_counts_the_escapes() =>
        Assert.InRange(ControlText.Brief(new string('\n', 400)).Length, 490, 500);

    [Fact]
    public void Brief_never_halves_a_character()
    {
        for (var length = 0; length < 4; length++)
        {
            var cut = ControlText.Brief(new string('a', length) + string.Concat(Enumerable.Repeat("😀", 400)));
            Assert.DoesNotContain('\uFFFD', cut);
            Assert.All(cut.EnumerateRunes(), rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
        }
    }
}
