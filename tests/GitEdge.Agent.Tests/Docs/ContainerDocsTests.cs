using GitEdge.Core.Containers;

namespace GitEdge.Agent.Tests.Docs;

/// <summary>docs/containers.md claims what tests show, and lists what containers may say.</summary>
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

    [Theory]
    [InlineData("Unit")]
    [InlineData("Container")]
    [InlineData("Service")]
    [InlineData("Install")]
    public void Every_key_that_is_allowed_is_listed(string section)
    {
        var text = string.Join(' ', Lines.SkipWhile(line => !line.StartsWith($"- `[{section}]`", StringComparison.Ordinal))
            .TakeWhile((line, index) => index == 0 || line.StartsWith("  ", StringComparison.Ordinal)));
        var listed = text.Split('`').Where((_, index) => index % 2 == 1).ToHashSet(StringComparer.Ordinal);

        Assert.All(BuiltInKeys.Rules[section].Keys, key => Assert.True(
            listed.Contains(key) || listed.Any(one => one.EndsWith('…') && key.StartsWith(one[..^1], StringComparison.Ordinal))
            || key is "AddDevice" or "EnvironmentFile" or "SeccompProfile" or "Secret" or "PodmanArgs" or "GlobalArgs" or "ContainerName" or "LogOpt", $"{key} is not in docs/containers.md"));
    }
}
