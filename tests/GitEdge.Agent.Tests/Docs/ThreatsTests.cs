using System.Text.RegularExpressions;

namespace GitEdge.Agent.Tests.Docs;

/// <summary>docs/threats.md names tests that exist, for every threat.</summary>
public sealed partial class ThreatsTests
{
    private static readonly Lazy<HashSet<string>> Tests = new(FindTests);

    [Fact]
    public void Every_threat_has_a_defence_and_tests_that_exist()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "threats.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| --", StringComparison.Ordinal)
                && !line.StartsWith("| threat |", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .ToList();

        Assert.True(rows.Count > 30, $"only {rows.Count} threats were read");
        Assert.All(rows, row =>
        {
            Assert.Equal(3, row.Length);
            Assert.All(row, cell => Assert.NotEmpty(cell.Trim()));
            var named = Quoted().Matches(row[2]).Select(match => match.Groups["test"].Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.True(Tests.Value.Contains(test), $"there is no test {test}, which is to answer: {row[0]}"));
        });
    }

    private static HashSet<string> FindTests()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories))
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

    [GeneratedRegex("`(?<test>[A-Za-z0-9]+\\.[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^public sealed (?:partial )?class (?<name>[A-Za-z0-9]+Tests)\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex("^    public (?:static )?(?:async )?(?:void|Task|Property|bool) (?<name>[A-Z][A-Za-z0-9_]+)\\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestMethod();
}
