namespace GitEdge.Agent.Tests.Docs;

/// <summary>docs/threats.md names tests that exist, for every threat.</summary>
public sealed class ThreatsTests
{
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
            var named = NamedTests.In(row[2]);
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.True(NamedTests.Exist(test), $"there is no test {test}, which is to answer: {row[0]}"));
        });
    }
}
