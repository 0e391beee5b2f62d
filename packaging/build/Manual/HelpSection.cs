namespace GitEdge.Packaging.Manual;

/// <summary>A part of a help text: its lines, without their indentation.</summary>
/// <param name="Title">What stands above it: <c>Options</c>.</param>
/// <param name="Lines">The lines; a line of two columns has two spaces or more between them.</param>
internal sealed record HelpSection(string Title, IReadOnlyList<string> Lines)
{
    /// <summary>The lines as two columns; the second is empty where there is none.</summary>
    public IEnumerable<(string Left, string Right)> Rows => Lines.Select(line =>
        line.IndexOf("  ", StringComparison.Ordinal) is > 0 and var gap ? (line[..gap], line[gap..].Trim()) : (line, ""));
}
