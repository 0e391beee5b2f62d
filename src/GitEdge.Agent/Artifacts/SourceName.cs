namespace GitEdge.Agent.Artifacts;

/// <summary>An address as it may be shown: without credentials and query, which may hold secrets, and without control characters.</summary>
/// <param name="Text">The text.</param>
internal readonly record struct SourceName(string Text)
{
    private const int Longest = 300;

    /// <summary>The name of an address.</summary>
    public static SourceName Of(Uri address) => address.IsFile
        ? new SourceName(Clean(address.LocalPath))
        : new SourceName(Clean(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)));

    /// <summary>Text that came from outside, made fit for one line of a log.</summary>
    public static string Clean(string text)
    {
        var line = new string([.. text.Take(Longest).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > Longest ? line + "…" : line;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
