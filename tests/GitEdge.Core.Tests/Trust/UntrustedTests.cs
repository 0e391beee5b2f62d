using System.Text;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class UntrustedTests
{
    [Theory]
    [InlineData("x", 80, false)]
    [InlineData("x", 81, true)]
    [InlineData("\U00010348", 80, false)]
    [InlineData("\U00010348", 81, true)]
    public void Bytes_are_shown_up_to_eighty_characters_and_a_cut_is_marked(string character, int count, bool cut)
    {
        var text = string.Concat(Enumerable.Repeat(character, count));

        Assert.Equal(
            $"'{string.Concat(Enumerable.Repeat(character, 80))}{(cut ? "…" : "")}'",
            Untrusted.Show(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(1, "'0'")]
    [InlineData(10, "'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'")]
    [InlineData(12, "'0', '1', '2', '3', '4', '5', '6', '7', '8', '9' and 2 more")]
    public void Names_are_listed_up_to_ten(int count, string expected) =>
        Assert.Equal(expected, Untrusted.List([.. Enumerable.Range(0, count).Select(number => $"{number}")]));
}
