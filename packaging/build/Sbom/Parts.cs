using System.Text.Json.Nodes;
using System.Xml.Linq;
using YamlDotNet.RepresentationModel;

namespace GitEdge.Packaging.Sbom;

/// <summary>Finds the parts of a published program.</summary>
internal static class Parts
{
    private const string RuntimePack = "runtimepack.";

    /// <summary>Those of its .deps.json, and of <paramref name="native"/> those that lie in its folder.</summary>
    /// <param name="folder">The published program.</param>
    /// <param name="native">The list of what no .deps.json names.</param>
    public static IReadOnlyList<Part> Of(string folder, string native)
    {
        var dependencies = JsonNode.Parse(File.ReadAllText(Directory.EnumerateFiles(folder, "*.deps.json").Single()))!;
        var managed = dependencies["libraries"]!.AsObject()
            .Where(library => library.Value!["type"]!.ToString() is "package" or "runtimepack")
            .Select(library => Managed(library.Key.Split('/')[0], library.Key.Split('/')[1]));
        return [.. managed.Concat(Native(folder, native)).OrderBy(part => part.Name, StringComparer.Ordinal)];
    }

    private static Part Managed(string library, string version)
    {
        var name = library.StartsWith(RuntimePack, StringComparison.Ordinal) ? library[RuntimePack.Length..] : library;
        return new Part(name, version, LicenseOf(name, version), $"pkg:nuget/{name}@{version}");
    }

    private static IEnumerable<Part> Native(string folder, string native)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(native)));
        return ((YamlSequenceNode)stream.Documents[0].RootNode).Children
            .Where(item => File.Exists(Path.Combine(folder, item["file"].ToString())))
            .Select(item => new Part(item["name"].ToString(), item["version"].ToString(), item["license"].ToString(), item["origin"].ToString()));
    }

    private static string LicenseOf(string name, string version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var lower = name.ToLowerInvariant();
        var specification = Path.Combine(packages, lower, version, $"{lower}.nuspec");
        var license = File.Exists(specification)
            ? XDocument.Load(specification).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")
            : null;
        return license?.Value ?? "NOASSERTION";
    }
}
