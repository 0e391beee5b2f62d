namespace GitEdge.Agent.Tests.Docs;

/// <summary>docs/containers.md claims what tests show.</summary>
public sealed class ContainerDocsTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.File("docs", "containers.md"));

    [Fact]
    public void Every_claim_names_tests_that_exist()
    {
        var rows = Lines.SkipWhile(line => line != "## What shows it").Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).ToList();

        Assert.True(rows.Count > 7, $"only {rows.Count} claims were read");
        Assert.All(rows, row =>
        {
            var named = NamedTests.In(row);
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.True(NamedTests.Exist(test), $"there is no test {test}"));
        });
    }
}
