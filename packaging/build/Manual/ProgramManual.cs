namespace GitEdge.Packaging.Manual;

/// <summary>The manual pages of a program, made of what it says when asked for help.</summary>
/// <param name="source">The program and its version, for the foot of a page.</param>
/// <param name="date">The day of what is described.</param>
internal sealed class ProgramManual(string source, DateTimeOffset date)
{
    /// <summary>One page about everything.</summary>
    /// <param name="help">The program's help.</param>
    /// <param name="section">Its section.</param>
    /// <param name="seeAlso">Pages to look at next.</param>
    public string Whole(HelpText help, int section, string seeAlso)
    {
        var page = Begin(help, help.Command.Replace(' ', '-'), section);
        foreach (var command in help.Subcommands)
            Below(page, command);
        return page.Section("SEE ALSO").Text(seeAlso).ToString();
    }

    /// <summary>The page of a program that has a page for each of its commands.</summary>
    public string Overview(HelpText help, Func<string, int> sectionOf, string seeAlso)
    {
        var page = Begin(help, help.Command, 1);
        page.Section("COMMANDS");
        foreach (var command in help.Subcommands)
        {
            var name = command.Command.Replace(' ', '-');
            page.Item($"{name}({sectionOf(name)})", command.Summary);
        }
        return page.Section("SEE ALSO").Text(seeAlso).ToString();
    }

    private Roff Begin(HelpText help, string name, int section)
    {
        var page = new Roff(name, section, source, date);
        page.Section("NAME").Text($"{name} - {help.Summary.TrimEnd('.')}");
        page.Section("SYNOPSIS").Verbatim(help["Usage"]?.Lines ?? []);
        page.Section("DESCRIPTION");
        foreach (var line in help["Description"]?.Lines ?? [])
            page.Paragraph(line);
        Details(page, help, page.Section);
        return page;
    }

    private static void Below(Roff page, HelpText help)
    {
        page.Section(help.Command.ToUpperInvariant());
        page.Verbatim(help["Usage"]?.Lines ?? []);
        foreach (var line in help["Description"]?.Lines ?? [])
            page.Paragraph(line);
        Details(page, help, page.Subsection);
        foreach (var command in help.Subcommands)
            Below(page, command);
    }

    private static void Details(Roff page, HelpText help, Func<string, Roff> heading)
    {
        foreach (var title in new[] { "Arguments", "Options" })
            Items(page, help[title], title, heading);
        if (help["Examples"] is { } examples)
            heading("EXAMPLES").Verbatim(examples.Lines);
        Items(page, help["Exit codes"], "Exit status", heading);
    }

    private static void Items(Roff page, HelpSection? section, string title, Func<string, Roff> heading)
    {
        if (section is null)
            return;
        heading(title.ToUpperInvariant());
        foreach (var (left, right) in section.Rows)
            page.Item(left, right);
    }
}
