using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Cli.Status;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Cli;

public sealed class TerminalTests
{
    [Fact]
    public void Terminal_of_anything_but_the_process_s_output_is_plain() => Assert.False(Terminal.For(new StringWriter()).IsRich);

    [Fact]
    public void Table_in_a_pipe_is_aligned_lines()
    {
        var text = Render(plain: true, terminal => terminal.Table(["Name", "X"], [["a", "1"], [new Styled("longer", Tone.Bad), "2"]]));

        Assert.Equal("NAME    X\na       1\nlonger  2\n", text);
    }

    [Fact]
    public void Table_on_a_terminal_is_drawn_and_coloured()
    {
        var text = Render(plain: false, terminal => terminal.Table(["Name"], [[new Styled("bad", Tone.Bad)]]));

        Assert.Contains("╭", text, StringComparison.Ordinal);
        Assert.Contains("\e[1;91mbad\e[0m", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_on_a_terminal_without_colour_has_no_escape_sequences()
    {
        using var output = new StringWriter();
        Terminal.Rich(output, colour: false, width: 80).Table(["Name"], [[new Styled("bad", Tone.Bad)]]);

        Assert.Contains("│ bad  │", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output.ToString());
    }

    [Fact]
    public void Table_takes_markup_for_text()
    {
        Assert.Contains("[red]x[/]", Render(plain: false, terminal => terminal.Table(["[b]"], [["[red]x[/]"]])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.999, "99%")]
    [InlineData(1, "100%")]
    [InlineData(7, "100%")]
    [InlineData(-1, "0%")]
    [InlineData(double.NaN, "0%")]
    public void Bar_in_a_pipe_is_a_percentage(double share, string expected) =>
        Assert.Equal(expected + "\n", Render(plain: true, terminal => terminal.Line(terminal.Bar(share))));

    [Fact]
    public void Bar_on_a_terminal_is_as_long_as_its_share()
    {
        using var output = new StringWriter();
        var terminal = Terminal.Rich(output, colour: false, width: 80);
        terminal.Line(terminal.Bar(0.5));

        Assert.Equal(new string('━', 15) + new string('─', 15) + " 50%", output.ToString().TrimEnd());
    }

    [Fact]
    public void Text_on_a_terminal_cannot_move_the_cursor()
    {
        var text = Render(plain: false, terminal =>
        {
            terminal.Line("a\e[2Jb\nc");
            terminal.Table(["H"], [["d\e]0;title\ae"]]);
        });

        Assert.Contains(@"a\u001b[2Jb\nc", text, StringComparison.Ordinal);
        Assert.Contains(@"d\u001b]0;title\u0007e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Redraw_on_a_terminal_overwrites_without_clearing_first()
    {
        Assert.Equal("\e[Ha\e[K\nb\e[K\n\e[J", Render(plain: false, terminal => terminal.Redraw("a\nb\n")));
        Assert.Equal("a\nb\n", Render(plain: true, terminal => terminal.Redraw("a\nb\n")));
    }

    [Fact]
    public void Status_on_a_narrow_terminal_keeps_within_it()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var status = Sample.Status() with
        {
            Phase = DeploymentPhase.Probation,
            Target = GenerationStatus.Of(Sample.Generation(4, Slot.B)),
            Conditions = [Sample.Bad(ConditionType.Serving, "not-serving", new string('x', 200), "Do it.")],
        };

        new StatusView(Terminal.Rich(output, colour: false, width: 60), Sample.Now).Show(new StatusRead(status, null));

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= 60, line));
    }

    [Theory]
    [InlineData("plain ünïcode 猫", "plain ünïcode 猫")]
    [InlineData("a\tb\rc\n", @"a\tb\rc\n")]
    [InlineData("\u001b\u009b\u007f\u2028\u2066", @"\u001b\u009b\u007f\u2028\u2066")]
    [InlineData("\U000e0041", @"\U000e0041")]
    [InlineData("lone \ud800", "lone \ud800")]
    public void Escape_shows_what_would_act(string text, string expected) => Assert.Equal(expected, ControlText.Escape(text));

    [Theory]
    [InlineData(-1, "-")]
    [InlineData(0, "0s")]
    [InlineData(0.0001, "1ms")]
    [InlineData(0.34, "340ms")]
    [InlineData(59.9, "59s")]
    [InlineData(70, "1m 10s")]
    [InlineData(120, "2m")]
    [InlineData(3 * 3600 + 5 * 60, "3h 5m")]
    [InlineData(4 * 86400 + 2 * 3600 + 1, "4d 2h")]
    public void Duration_has_two_units_at_most(double seconds, string expected) =>
        Assert.Equal(expected, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-12, "12s ago")]
    [InlineData(18, "in 18s")]
    public void Relative_says_which_way(int seconds, string expected) =>
        Assert.Equal(expected, Words.Relative(Sample.Now.AddSeconds(seconds), Sample.Now));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1 kB")]
    [InlineData(2327524, "2.3 MB")]
    [InlineData(88_000_000_000, "88 GB")]
    public void Size_is_decimal(long bytes, string expected) => Assert.Equal(expected, Words.Size(bytes));

    private static string Render(bool plain, Action<Terminal> draw)
    {
        using var output = new StringWriter { NewLine = "\n" };
        draw(plain ? Terminal.Plain(output) : Terminal.Rich(output, colour: true, width: 80));
        return output.ToString();
    }
}
