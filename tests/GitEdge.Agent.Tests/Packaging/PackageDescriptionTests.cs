using System.Text.RegularExpressions;

namespace GitEdge.Agent.Tests.Packaging;

public sealed partial class PackageDescriptionTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Package_description_names_files_that_exist()
    {
        var sources = Source().Matches(File.ReadAllText(Path.Combine(Root, "nfpm.yaml"))).Select(match => match.Groups["path"].Value)
            .Where(path => !path.StartsWith('/') && !path.StartsWith("artifacts/", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, path => Assert.True(File.Exists(Path.Combine(Root, path)), path));
    }

    [Theory]
    [InlineData("gitedge-agent.service")]
    [InlineData("gitedge-inference.service")]
    public void Unit_allows_a_jit_and_gives_no_capabilities(string unit)
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "packaging", "systemd", unit));

        Assert.DoesNotContain(lines, line => line.StartsWith("MemoryDenyWriteExecute=", StringComparison.Ordinal));
        Assert.Contains("CapabilityBoundingSet=", lines);
        Assert.Contains("NoNewPrivileges=yes", lines);
        Assert.Contains(lines, line => line.Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s*(?:- src|postinstall|preremove): (?<path>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Source();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GitEdge.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("GitEdge.sln is not above the tests.");
        return folder;
    }
}
