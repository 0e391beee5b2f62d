using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Docs;

/// <summary>docs/tuning.md claims what tests show, and lists what can be tuned.</summary>
public sealed class TuningDocsTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.File("docs", "tuning.md"));

    [Fact]
    public void Every_claim_names_tests_that_exist()
    {
        var rows = Lines.SkipWhile(line => line != "## What shows it").Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).ToList();

        Assert.True(rows.Count > 15, $"only {rows.Count} claims were read");
        Assert.All(rows, row =>
        {
            var named = NamedTests.In(row);
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.True(NamedTests.Exist(test), $"there is no test {test}"));
        });
    }

    [Fact]
    public void Every_key_of_the_standard_policy_has_its_reason_and_no_other() => Assert.Equal(
        StandardPolicy.Policy.Sysctl.Select(one => $"{one.Key} {one.Value}").Order(StringComparer.Ordinal),
        Lines.SkipWhile(line => line != "### In the list").TakeWhile(line => line != "### Not in the list")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .SelectMany(cells => cells[1].Split(", ").Select(key => $"{key.Trim('`')} {cells[2]}"))
            .Order(StringComparer.Ordinal));
}
