namespace GitEdge.Core.Trust;

/// <summary>Which names a tag may have: the rules of git-check-ref-format(1), for what follows <c>refs/tags/</c>.</summary>
internal static class RefNameRules
{
    private const string Forbidden = "~^:?*[\\";

    /// <summary>Whether Git takes the name. White space and control characters of every script are refused too.</summary>
    public static bool Allow(string name) => name.Length > 0
        && !name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || Forbidden.Contains(c, StringComparison.Ordinal))
        && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("@{", StringComparison.Ordinal) && name[^1] != '.'
        && name.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.EndsWith(".lock", StringComparison.Ordinal));
}
