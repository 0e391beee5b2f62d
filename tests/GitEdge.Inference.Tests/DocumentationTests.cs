using System.Text.RegularExpressions;

namespace GitEdge.Inference.Tests;

/// <summary>The examples in docs/serving.md, run as they stand there.</summary>
[Collection("server")]
public sealed partial class DocumentationTests(ServerFixture fixture)
{
    private const string Server = "http://127.0.0.1:8500/";

    public static TheoryData<string, string> Examples()
    {
        var text = File.ReadAllText(Repository.File("docs", "serving.md"));
        var examples = new TheoryData<string, string>();
        foreach (Match block in Block().Matches(text))
            examples.Add(block.Groups["command"].Value, block.Groups["answer"].Value);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_gives_what_is_written_below_it(string command, string answer)
    {
        var line = command.Replace(Server, fixture.Server.Url.ToString(), StringComparison.Ordinal);
        var printed = Tool.Run("bash", ["-o", "pipefail", "-c", line], environment: new Dictionary<string, string> { ["no_proxy"] = "*" });
        Assert.Equal(answer.Trim(), printed.Trim());
    }

    [GeneratedRegex(@"^```console\n\$ (?<command>.*?)\n(?<answer>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
