using System.Globalization;
using System.Text;

namespace GitEdge.Packaging.Manual;

/// <summary>A manual page in the making: man(7).</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a page.</summary>
    /// <param name="name">Its name, as one asks man for it.</param>
    /// <param name="section">Its section: 1, 5 or 8.</param>
    /// <param name="source">The program and its version.</param>
    /// <param name="date">The day of what it describes.</param>
    public Roff(string name, int section, string source, DateTimeOffset date) => _text.Append(
        CultureInfo.InvariantCulture, $".TH \"{name.ToUpperInvariant()}\" {section} {date:yyyy-MM-dd} \"{source}\" GitEdge\n.nh\n.ad l\n");

    /// <summary>A heading.</summary>
    public Roff Section(string title) => Line($".SH {Escape(title)}");

    /// <summary>A heading below a heading.</summary>
    public Roff Subsection(string title) => Line($".SS {Escape(title)}");

    /// <summary>A paragraph.</summary>
    public Roff Paragraph(string text) => Line(".PP").Text(text);

    /// <summary>Text that goes on.</summary>
    public Roff Text(string text) => Line(Escape(text));

    /// <summary>Lines as they are.</summary>
    public Roff Verbatim(IEnumerable<string> lines)
    {
        Line(".PP\n.nf");
        foreach (var line in lines)
            Text(line);
        return Line(".fi");
    }

    /// <summary>A term and what it means.</summary>
    public Roff Item(string term, string meaning) => Line($".TP\n\\fB{Escape(term)}\\fR").Text(meaning.Length > 0 ? meaning : " ");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private Roff Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("'", "\\(aq", StringComparison.Ordinal);
        return escaped.StartsWith('.') ? "\\&" + escaped : escaped;
    }
}
