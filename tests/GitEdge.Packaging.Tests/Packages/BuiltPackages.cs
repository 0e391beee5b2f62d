using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Tests.Packages;

/// <summary>The packages that <c>make package</c> made, and others of the same files.</summary>
public sealed class BuiltPackages : IDisposable
{
    private readonly TempDirectory _directory = new();

    public BuiltPackages()
    {
        Later = "99.0.0";
        Build(Later, _directory["later"]);
        Build(Version, _directory["again"]);
    }

    /// <summary>Both packages.</summary>
    public static IReadOnlyList<string> Names { get; } = ["gitedge", "gitedge-inference"];

    /// <summary>The version that is built.</summary>
    public static string Version { get; } = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    /// <summary>A version after it.</summary>
    public string Later { get; }

    /// <summary>The package as <c>make package</c> made it.</summary>
    public static string Deb(string name) => Existing(Repository.File("artifacts", "packages", $"{name}_{Version}_amd64.deb"));

    /// <summary>The package as <c>make package</c> made it.</summary>
    public static string Rpm(string name) => Existing(Repository.File("artifacts", "packages", $"{name}-{Version}-1.x86_64.rpm"));

    /// <summary>The list of what a package is made of.</summary>
    public static string Sbom(string name) => Existing(Repository.File("artifacts", "packages", $"{name}_{Version}.spdx.json"));

    /// <summary>Of the same files with a later version.</summary>
    public string LaterDeb(string name) => _directory["later", $"{name}_{Later}_amd64.deb"];

    /// <summary>Of the same files with a later version.</summary>
    public string LaterRpm(string name) => _directory["later", $"{name}-{Later}-1.x86_64.rpm"];

    /// <summary>Built a second time.</summary>
    public string Again(string package) => _directory["again", Path.GetFileName(package)];

    /// <summary>Builds packages of what <c>make package</c> has published.</summary>
    public static void Build(string version, string output, params string[] files) => Tool.Run(
        "dotnet", [typeof(NfpmReader).Assembly.Location, "build", "--root", Repository.Root, "--version", version, "--out", output, .. files is [] ? ["nfpm.yaml", "nfpm-inference.yaml"] : files],
        environment: new Dictionary<string, string> { ["SOURCE_DATE_EPOCH"] = Epoch() });

    /// <summary>The time of the packages that were made.</summary>
    private static string Epoch() => DateTimeOffset.Parse(
        (string)JsonNode.Parse(File.ReadAllText(Sbom("gitedge")))!["creationInfo"]!["created"]!, CultureInfo.InvariantCulture)
        .ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _directory.Dispose();

    private static string Existing(string path) => File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: run 'make package'.");
}
