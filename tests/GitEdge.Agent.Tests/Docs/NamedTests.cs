using System.Text.RegularExpressions;

namespace GitEdge.Agent.Tests.Docs;

/// <summary>The tests that there are, as documents name them: <c>`Class.Test`</c>.</summary>
internal static partial class NamedTests
{
    private static readonly Lazy<HashSet<string>> Names = new(Find);

    /// <summary>The tests that a text names.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Quoted().Matches(text).Select(match => match.Groups["test"].Value)];

    /// <summary>Whether there is such a test.</summary>
    public static bool Exist(string test) => Names.Value.Contains(test);

    private static HashSet<string> Find()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories))
        {
            var type = "";
            foreach (var line in File.ReadLines(file))
            {
                if (TestClass().Match(line) is { Success: true } declared)
                    type = declared.Groups["name"].Value;
                else if (TestMethod().Match(line) is { Success: true } method)
                    found.Add($"{type}.{method.Groups["name"].Value}");
            }
        }
        return found;
    }

    [GeneratedRegex("`(?<test>[A-Z][A-Za-z0-9]+\\.[A-Z][A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^public sealed (?:partial )?class (?<name>[A-Za-z0-9]+(?:Tests|Properties))\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex("^    public (?:static )?(?:async )?(?:void|Task|Property|bool) (?<name>[A-Z][A-Za-z0-9_]+)\\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestMethod();
}
