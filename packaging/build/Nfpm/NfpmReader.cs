using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GitEdge.Packaging.Nfpm;

/// <summary>
/// Reads an nfpm file (https://nfpm.goreleaser.com/docs/configuration/): the part of nfpm's language that our packages use. What it
/// does not know is an error, so that a package never lacks what its description asks for.
/// </summary>
internal static class NfpmReader
{
    private static readonly string[] s_relations = ["depends", "recommends", "suggests", "conflicts", "replaces", "provides"];
    private static readonly string[] s_scripts = ["preinstall", "postinstall", "preremove", "postremove"];
    private static readonly string[] s_formats = ["deb", "rpm"];

    /// <summary>The package that <paramref name="text"/> describes; null when there is a problem.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="problems">Takes every problem.</param>
    /// <param name="version">A version instead of the file's own.</param>
    public static PackageDescription? Read(string text, NfpmProblems problems, string? version = null)
    {
        if (RootOf(text, problems) is not { } node)
            return null;
        var root = new NfpmMapping(node, "the package", problems);
        var package = PackageOf(root, version);
        root.End();
        return problems.Lines.Count == 0 ? package : null;
    }

    private static YamlMappingNode? RootOf(string text, NfpmProblems problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode node }])
                return node;
            problems.Add(1, "the file must be one YAML mapping", "begin it with 'name: …'");
        }
        catch (YamlException e)
        {
            problems.Add((int)e.Start.Line, $"not YAML: {e.Message}", "correct the line");
        }
        return null;
    }

    private static PackageDescription PackageOf(NfpmMapping root, string? version)
    {
        if (root.Text("platform", "linux") != "linux")
            root.Refuse("platform", "the platform must be linux", "write 'platform: linux'");
        root.Mode("umask");
        var written = root.Text("version");
        return new PackageDescription
        {
            Name = root.Text("name"),
            Arch = root.Text("arch"),
            Version = version ?? written,
            Maintainer = root.Text("maintainer"),
            Description = root.Text("description"),
            Section = root.Text("section", "default"),
            Priority = root.Text("priority", "optional"),
            License = root.Text("license"),
            Homepage = root.Text("homepage", ""),
            Changelog = root.Text("changelog", ""),
            DebCompression = CompressionOf(root.Mapping("deb")),
            RpmCompression = CompressionOf(root.Mapping("rpm")),
            Contents = [.. root.Mappings("contents").Select(ItemOf)],
            Formats = FormatsOf(root),
        };
    }

    private static Compression CompressionOf(NfpmMapping format)
    {
        var text = format.Text("compression", "zstd:3");
        var compression = Compression.Parse(text);
        if (compression is null)
            format.Refuse("compression", $"'{text}' is no compression", "write gzip, xz or zstd, a colon and the level: zstd:3");
        format.End();
        return compression ?? new Compression("zstd", 3);
    }

    private static Dictionary<string, Overridable> FormatsOf(NfpmMapping root)
    {
        var common = OverridableOf(root);
        var overrides = root.Mapping("overrides");
        var formats = s_formats.ToDictionary(format => format, format =>
        {
            var part = overrides.Mapping(format);
            var specific = OverridableOf(part);
            part.End();
            return common.With(specific);
        });
        overrides.End();
        return formats;
    }

    private static Overridable OverridableOf(NfpmMapping mapping)
    {
        var scripts = mapping.Mapping("scripts");
        var read = new Overridable
        {
            Relations = s_relations.Where(mapping.Has).ToDictionary(name => name, mapping.Texts),
            Scripts = s_scripts.Where(scripts.Has).ToDictionary(name => name, name => scripts.Text(name)),
        };
        scripts.End();
        return read;
    }

    private static ContentItem ItemOf(NfpmMapping item)
    {
        var type = TypeOf(item);
        var source = item.Text("src", type == ContentType.Dir ? "" : null);
        var destination = item.Text("dst");
        if (!destination.StartsWith('/'))
            item.Refuse("dst", $"'{destination}' is not an absolute path", "begin it with '/'");
        var packager = item.Has("packager") ? item.Text("packager") : null;
        if (packager is not null && !s_formats.Contains(packager))
            item.Refuse("packager", $"packages of the format '{packager}' are not built", "write deb or rpm");
        var info = item.Mapping("file_info");
        var mode = info.Mode("mode");
        info.End();
        item.End();
        return new ContentItem(type, source, destination, mode, packager, item.Line);
    }

    private static ContentType TypeOf(NfpmMapping item)
    {
        var text = item.Text("type", "file");
        ContentType? type = text switch
        {
            "file" => ContentType.File,
            "tree" => ContentType.Tree,
            "symlink" => ContentType.Symlink,
            "config" => ContentType.Config,
            "config|noreplace" => ContentType.ConfigNoReplace,
            "dir" => ContentType.Dir,
            _ => null,
        };
        if (type is null)
            item.Refuse("type", $"the type '{text}' is not known here", "write file, tree, symlink, config, config|noreplace or dir");
        return type ?? ContentType.File;
    }
}
