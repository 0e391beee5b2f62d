using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitEdge.Packaging.Sbom;

/// <summary>A list of what a package is made of: SPDX 2.3 as JSON (spdx.github.io/spdx-spec/v2.3). The same for the same files.</summary>
internal static class SpdxDocument
{
    private const string Main = "SPDXRef-Package";
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its text.</summary>
    /// <param name="name">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="folder">The published program in it.</param>
    /// <param name="parts">What it is made of.</param>
    /// <param name="time">When.</param>
    public static string Of(string name, string version, string folder, IReadOnlyList<Part> parts, DateTimeOffset time)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(FileOf).ToList();
        var all = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => file["checksums"]!.ToJsonString())))));
        return new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = "SPDXRef-DOCUMENT",
            ["name"] = $"{name}-{version}",
            ["documentNamespace"] = $"https://gitedge.io/spdx/{name}-{version}-{all[..16]}",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["creators"] = new JsonArray("Organization: The GitEdge authors", "Tool: gitedge-packaging"),
            },
            ["packages"] = new JsonArray([PackageOf(Main, new Part(name, version, "Apache-2.0", $"pkg:generic/{name}@{version}")), .. parts.Select(part => PackageOf(part.Id, part))]),
            ["files"] = new JsonArray([.. files]),
            ["relationships"] = new JsonArray(
            [
                Relation("SPDXRef-DOCUMENT", "DESCRIBES", Main),
                .. parts.Select(part => Relation(Main, "CONTAINS", part.Id)),
                .. files.Select(file => Relation(Main, "CONTAINS", file["SPDXID"]!.ToString())),
            ]),
        }.ToJsonString(s_options) + "\n";
    }

    private static JsonObject PackageOf(string id, Part part) => new JsonObject
    {
        ["SPDXID"] = id,
        ["name"] = part.Name,
        ["versionInfo"] = part.Version,
        ["downloadLocation"] = "NOASSERTION",
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = "NOASSERTION",
        ["licenseDeclared"] = part.License,
        ["copyrightText"] = "NOASSERTION",
        ["externalRefs"] = new JsonArray(new JsonObject
        {
            ["referenceCategory"] = "PACKAGE-MANAGER",
            ["referenceType"] = "purl",
            ["referenceLocator"] = part.Origin,
        }),
    };

#pragma warning disable CA5350 // SPDX 2.3, 8.4: every file has a SHA-1; the SHA-256 beside it is the one to go by.
    private static JsonObject FileOf(string path)
    {
        var content = File.ReadAllBytes(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        return new JsonObject
        {
            ["SPDXID"] = $"SPDXRef-File-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(path))))[..16]}",
            ["fileName"] = $"./{Path.GetFileName(path)}",
            ["checksums"] = new JsonArray(Checksum("SHA1", Convert.ToHexStringLower(SHA1.HashData(content))), Checksum("SHA256", sha256)),
            ["licenseConcluded"] = "NOASSERTION",
            ["licenseInfoInFiles"] = new JsonArray("NOASSERTION"),
            ["copyrightText"] = "NOASSERTION",
        };
    }
#pragma warning restore CA5350

    private static JsonObject Checksum(string algorithm, string value) => new JsonObject { ["algorithm"] = algorithm, ["checksumValue"] = value };

    private static JsonObject Relation(string from, string kind, string to) =>
        new JsonObject { ["spdxElementId"] = from, ["relationshipType"] = kind, ["relatedSpdxElement"] = to };
}
