using GitEdge.Core.Containers;

namespace GitEdge.Core.Tests.Containers;

public sealed class BuiltInKeysTests
{
    /// <summary>What docs/containers.md tells beside the list, where it tells what the owner can allow.</summary>
    private static readonly string[] ToldElsewhere = ["AddDevice", "EnvironmentFile", "SeccompProfile", "Secret", "PodmanArgs", "GlobalArgs", "ContainerName", "LogOpt"];

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "containers.md"));

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
            || ToldElsewhere.Contains(key, StringComparer.Ordinal), $"{key} is not in docs/containers.md"));
    }
}
