namespace GitEdge.Packaging.Manual;

/// <summary>What a command says when it is asked for help, taken apart; and its subcommands, asked in turn.</summary>
/// <param name="Command">The command as it is typed: <c>gitedge fleet init</c>.</param>
/// <param name="Sections">Its parts, in order.</param>
/// <param name="Subcommands">Those of its subcommands.</param>
internal sealed record HelpText(string Command, IReadOnlyList<HelpSection> Sections, IReadOnlyList<HelpText> Subcommands)
{
    /// <summary>The first line of the description.</summary>
    public string Summary => this["Description"]?.Lines[0] ?? "";

    /// <summary>A part; null when it is not there.</summary>
    public HelpSection? this[string title] => Sections.FirstOrDefault(section => section.Title == title);

    /// <summary>Asks <paramref name="run"/> for the help of a command and of everything below it.</summary>
    /// <param name="command">The command as it is typed.</param>
    /// <param name="arguments">What is typed after the program's name.</param>
    /// <param name="run">Runs the program with arguments and gives what it prints.</param>
    public static HelpText Of(string command, IReadOnlyList<string> arguments, Func<IReadOnlyList<string>, string> run)
    {
        var sections = Parse(run([.. arguments, "--help"]));
        var below = sections.FirstOrDefault(section => section.Title == "Commands")?.Rows.Select(row => row.Left.Split(' ')[0]) ?? [];
        return new HelpText(command, sections, [.. below.Select(name => Of($"{command} {name}", [.. arguments, name], run))]);
    }

    /// <summary>Takes a help text apart: a title stands at the margin and ends in a colon, what belongs to it is indented.</summary>
    public static IReadOnlyList<HelpSection> Parse(string text)
    {
        var sections = new List<(string Title, List<string> Lines)>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] != ' ' && line.EndsWith(':'))
                sections.Add((line[..^1], []));
            else if (line.Trim().Length > 0 && sections.Count > 0)
                Append(sections[^1].Lines, line);
        }
        return [.. sections.Select(section => new HelpSection(section.Title, section.Lines))];
    }

    // A line that begins far from the margin goes on with the one above.
    private static void Append(List<string> lines, string line)
    {
        if (lines.Count > 0 && line.StartsWith("      ", StringComparison.Ordinal))
            lines[^1] += " " + line.Trim();
        else
            lines.Add(line.Trim());
    }
}
