using System.Text.Json.Nodes;
using GitEdge.Packaging.Nfpm;
using YamlDotNet.RepresentationModel;

namespace GitEdge.Packaging.Tests.Packages;

/// <summary>The nfpm files and what they name.</summary>
public sealed class DescriptionTests
{
    [Theory]
    [InlineData("nfpm.yaml")]
    [InlineData("nfpm-inference.yaml")]
    public void Description_is_valid_names_what_exists_and_the_version_that_is_built(string file)
    {
        var problems = new NfpmProblems(file);
        var package = NfpmReader.Read(File.ReadAllText(Repository.File(file)), problems);

        Assert.Empty(problems.Lines);
        Assert.Equal(BuiltPackages.Version, package!.Version);
        var paths = package.Contents.Where(item => item.Type is not (ContentType.Symlink or ContentType.Dir)).Select(item => item.Source)
            .Concat(package.Formats.Values.SelectMany(format => format.Scripts.Values)).Append(package.Changelog)
            .Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(File.Exists(Repository.File(path)), path));
    }

    [Fact]
    public void Scripts_are_valid_and_shellcheck_finds_nothing()
    {
        var scripts = Directory.GetFiles(Repository.File("packaging", "scripts"), "*", SearchOption.AllDirectories);

        Assert.Equal(12, scripts.Length);
        foreach (var script in scripts)
            Tool.Run("sh", ["-n", script]);
        Tool.Run("shellcheck", ["--shell=sh", .. scripts, .. Directory.GetFiles(Repository.File("eng")).Where(file => Path.GetExtension(file).Length == 0)]);
    }

    [Fact]
    public void Native_parts_have_the_versions_that_are_fetched()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.File("packaging", "native.yaml"))));
        var origins = ((YamlSequenceNode)stream.Documents[0].RootNode).Children.Select(item => item["origin"].ToString()).ToList();
        var locked = JsonNode.Parse(File.ReadAllText(Repository.File("package-lock.json")))!["packages"]!;

        Assert.Contains($"pkg:npm/onnxruntime-node@{locked["node_modules/onnxruntime-node"]!["version"]}", origins);
        Assert.Contains($"pkg:npm/com.github.asus4.onnxruntime@{locked["node_modules/com.github.asus4.onnxruntime"]!["version"]}", origins);
        var stryker = origins.Single(origin => origin.Contains("dotnet-stryker", StringComparison.Ordinal)).Split('@')[1];
        Assert.Contains($"<StrykerVersion>{stryker}</StrykerVersion>", File.ReadAllText(Repository.File("eng", "LibGit2.targets")), StringComparison.Ordinal);
    }
}
