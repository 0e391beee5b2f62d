using System.Text;
using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Tests.Containers;

public sealed class QuadletReaderTests
{
    [Fact]
    public void Settings_come_with_section_and_line_in_the_file_s_order()
    {
        var settings = Read("# a\n[Unit]\n\nDescription = Counts things \r\n; b\n  [Container]\n\tExec=a=b c\nExec=\n");

        Assert.Equal(
            [("Unit", "Description", "Counts things", 4), ("Container", "Exec", "a=b c", 7), ("Container", "Exec", "", 8)],
            settings.Select(one => (one.Section, one.Key, one.Value, one.At.Line)));
    }

    [Theory]
    [InlineData("[Container]\nExec=sleep \\\n", 2)]
    [InlineData("[Container]\nExec=sleep \\\n# not this\nUser=1\n", 2)]
    [InlineData("[Container]\nExec=sleep \\ \t\r\nUser=1\n", 2)]
    [InlineData("[Container]\n# a=b \\\nUser=1\n", 2)]
    [InlineData("[Container]\n; a=b \\\nUser=1\n", 2)]
    [InlineData("[Container] \\\nUser=1\n", 1)]
    [InlineData("[Container]\nUser=1\n\\", 3)]
    public void Line_that_is_continued_is_refused_by_name_for_versions_of_podman_differ(string text, int line)
    {
        var problem = Problems(Encoding.UTF8.GetBytes(text))[0];

        Assert.Equal((line, "the line is continued, which not every version of Podman reads alike"), (problem.At.Line, problem.What));
        Assert.Contains("as one line", problem.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Backslash_within_a_line_is_none_that_continues_it() =>
        Assert.Equal("a\\nb \\c", Assert.Single(Read("[Container]\n# C:\\temp\\x\nExec=a\\nb \\c\n")).Value);

    [Theory]
    [InlineData("Image=x\n", 1, "Image= stands in no section")]
    [InlineData("[Container\n", 1, "'[Container' is not a section")]
    [InlineData("[ Container ]\n", 1, "'[ Container ]' is not a section")]
    [InlineData("[Container]\nImage\n", 2, "'Image' is neither a section, a setting nor a comment")]
    [InlineData("[Container]\nIm age=x\n", 2, "'Im age=x' is neither a section, a setting nor a comment")]
    [InlineData("[Container]\nExec=a\u0001\n", 2, "the line has control characters, or blanks beyond ASCII")]
    [InlineData("[Container]\nExec=a\rUser=1\n", 2, "the line has control characters, or blanks beyond ASCII")]
    [InlineData("[Container]\nExec=a \\\u00A0\nUser=1\n", 2, "the line has control characters, or blanks beyond ASCII")]
    [InlineData("[Container]\n# a=b \\\u2028\nUser=1\n", 2, "the line has control characters, or blanks beyond ASCII")]
    [InlineData("[Container]\nExec=a \\\u3000\nUser=1\n", 2, "the line has control characters, or blanks beyond ASCII")]
    [InlineData("\uFEFF[Container]\n", 1, "'\uFEFF[Container]' is neither a section, a setting nor a comment")]
    public void What_could_be_read_in_two_ways_is_told_with_its_line(string text, int line, string what)
    {
        var problem = Assert.Single(Problems(Encoding.UTF8.GetBytes(text)));

        Assert.Equal((new SourceLocation("containers/a.container", line, 1), what, ManifestRule.Quadlet), (problem.At, problem.What, problem.Rule));
        Assert.NotEmpty(problem.Cure);
    }

    [Fact]
    public void Every_problem_is_told() =>
        Assert.Equal([1, 3, 4], Problems("x=1\n[Container]\n???\n[\n"u8.ToArray()).Select(problem => problem.At.Line));

    [Fact]
    public void File_that_is_no_text_or_too_long_is_told()
    {
        Assert.Equal("the file is not UTF-8", Assert.Single(Problems([0x5b, 0xff])).What);
        Assert.Equal("the file has 65537 bytes", Assert.Single(Problems(new byte[(64 << 10) + 1])).What);
    }

    private static IReadOnlyList<QuadletSetting> Read(string text)
    {
        var problems = new ProblemList();
        var settings = QuadletReader.Read("containers/a.container", Encoding.UTF8.GetBytes(text), problems);
        Assert.Empty(problems.All);
        return settings;
    }

    private static IReadOnlyList<ManifestProblem> Problems(byte[] content)
    {
        var problems = new ProblemList();
        QuadletReader.Read("containers/a.container", content, problems);
        return problems.All;
    }
}
