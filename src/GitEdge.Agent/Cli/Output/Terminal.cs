using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitEdge.Core.Primitives;
using Spectre.Console;

namespace GitEdge.Agent.Cli.Output;

/// <summary>
/// Where a command writes: tables, bars and colour on a terminal, plain aligned lines in a pipe. All text passes
/// <see cref="ControlText"/>.
/// </summary>
internal sealed class Terminal
{
    private const int BarWidth = 30;
    private const int UnknownWidth = 80;

    private readonly TextWriter _output;
    private readonly IAnsiConsole? _console;

    private Terminal(TextWriter output, IAnsiConsole? console)
    {
        _output = output;
        _console = console;
    }

    /// <summary>True when a person looks on.</summary>
    public bool IsRich => _console is not null;

    /// <summary>Rich when <paramref name="output"/> is the process's standard output and that is a terminal.</summary>
    public static Terminal For(TextWriter output)
    {
        var dumb = string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        if (dumb || Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out))
            return Plain(output);
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")); // no-color.org
        return Rich(output, colour, Console.WindowWidth is > 0 and var width ? Math.Max(40, width) : UnknownWidth);
    }

    /// <summary>Lines without colour or drawing.</summary>
    public static Terminal Plain(TextWriter output) => new(output, null);

    /// <summary>Tables and bars for a terminal of <paramref name="width"/> columns.</summary>
    public static Terminal Rich(TextWriter output, bool colour, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return new Terminal(output, console);
    }

    /// <summary>The same kind of terminal with another destination.</summary>
    public Terminal Into(TextWriter output) => _console is { Profile: { } profile }
        ? Rich(output, profile.Capabilities.ColorSystem != ColorSystem.NoColors, profile.Width)
        : Plain(output);

    /// <summary>One line.</summary>
    public void Line(params IReadOnlyList<Styled> parts)
    {
        if (_console is null)
            _output.WriteLine(Flat(parts).TrimEnd());
        else
            _console.Write(Paragraph(parts).Append("\n"));
    }

    /// <summary>Labels and values below each other.</summary>
    public void Fields(IReadOnlyList<Field> fields)
    {
        var width = fields.Count == 0 ? 0 : fields.Max(field => field.Label.Length);
        foreach (var field in fields)
            Line([new Styled(field.Label.PadRight(width + 2), Tone.Faint), .. field.Value]);
    }

    /// <summary>A table; every row has as many cells as there are headers.</summary>
    public void Table(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<Styled>> rows)
    {
        if (_console is null)
        {
            PlainTable(headers, rows);
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).BorderStyle(StyleOf(Tone.Faint));
        foreach (var header in headers)
            table.AddColumn(new TableColumn(new Text(header, StyleOf(Tone.Strong))));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(ControlText.Escape(cell.Text), StyleOf(cell.Tone))));
        _console.Write(table);
    }

    /// <summary>A share of 0 to 1: a bar with the percentage, in a pipe the percentage.</summary>
    public IReadOnlyList<Styled> Bar(double share)
    {
        var done = Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1);
        var percent = Words.Say($"{Math.Floor(done * 100)}%");
        if (_console is null)
            return [percent];
        var full = (int)Math.Floor(done * BarWidth);
        return
        [
            new Styled(new string('━', full), Tone.Good),
            new Styled(new string('─', BarWidth - full), Tone.Faint),
            $" {percent}",
        ];
    }

    /// <summary>One JSON document and a line feed.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type) => _output.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Text that is already in its final form.</summary>
    public void Raw(string text)
    {
        _output.Write(text);
        _output.Flush();
    }

    /// <summary>Empties a terminal's screen.</summary>
    public void Clear() => _output.Write("\e[H\e[2J");

    /// <summary>Replaces the whole screen with <paramref name="picture"/>, without flicker; in a pipe it is simply written.</summary>
    public void Redraw(string picture) =>
        Raw(IsRich ? $"\e[H{picture.Replace("\n", "\e[K\n", StringComparison.Ordinal)}\e[J" : picture);

    private void PlainTable(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<Styled>> rows)
    {
        IEnumerable<string[]> lines = rows
            .Select(row => row.Select(cell => ControlText.Escape(cell.Text)).ToArray())
            .Prepend([.. headers.Select(header => header.ToUpperInvariant())])
            .ToList();
        var widths = headers.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
            _output.WriteLine(string.Concat(line.Select((cell, column) => cell.PadRight(widths[column] + 2))).TrimEnd());
    }

    private static string Flat(IReadOnlyList<Styled> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(ControlText.Escape(part.Text));
        return text.ToString();
    }

    private static Paragraph Paragraph(IReadOnlyList<Styled> parts)
    {
        var paragraph = new Paragraph();
        foreach (var part in parts)
            paragraph.Append(ControlText.Escape(part.Text), StyleOf(part.Tone));
        return paragraph;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Faint => new Style(Color.Grey),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
