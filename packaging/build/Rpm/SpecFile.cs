using System.Globalization;
using System.Text;
using GitEdge.Packaging.Files;
using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Rpm;

/// <summary>The spec file of a package whose files lie ready in a folder (rpm.org, "Spec file format").</summary>
internal static class SpecFile
{
    /// <summary>The package's own number for one version of the program.</summary>
    public const string Release = "1";

    // Nothing of this machine goes in: not its name, not its time, not its way of stripping programs.
    private const string Settings = """
        %global debug_package %{nil}
        %global _build_id_links none
        %global __os_install_post %{nil}
        %global _buildhost localhost
        %global _rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm
        %global use_source_date_epoch_as_buildtime 1
        %global clamp_mtime_to_source_date_epoch 1
        %global source_date_epoch_from_changelog 0

        """;

    private static readonly (string Nfpm, string Rpm)[] s_relations =
        [("depends", "Requires"), ("recommends", "Recommends"), ("suggests", "Suggests"), ("conflicts", "Conflicts"), ("replaces", "Obsoletes"), ("provides", "Provides")];

    private static readonly (string Nfpm, string Rpm)[] s_scripts =
        [("preinstall", "pre"), ("postinstall", "post"), ("preremove", "preun"), ("postremove", "postun")];

    /// <summary>The architecture in rpm's words.</summary>
    public static string ArchOf(PackageDescription package) => package.Arch switch
    {
        "amd64" => "x86_64",
        "arm64" => "aarch64",
        "all" => "noarch",
        var other => other,
    };

    /// <summary>Its text.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">What is in it.</param>
    /// <param name="stage">Where the files lie ready.</param>
    /// <param name="root">The working copy's top folder.</param>
    public static string Of(PackageDescription package, IReadOnlyList<PackagedFile> files, string stage, string root)
    {
        var text = new StringBuilder(Settings);
        text.Append(CultureInfo.InvariantCulture, $"%global _binary_payload w{package.RpmCompression.Level}.{PayloadOf(package.RpmCompression)}\n");
        WriteHeader(text, package);
        var lines = package.Description.TrimEnd().Split('\n');
        text.Append(CultureInfo.InvariantCulture, $"\n%description\n{Escape(string.Join('\n', lines[1..]).Trim())}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n%install\nmkdir -p %{{buildroot}}\ncp -a {stage}/. %{{buildroot}}/\n");
        foreach (var (nfpm, rpm) in s_scripts)
        {
            if (package.Formats["rpm"].Scripts.TryGetValue(nfpm, out var script))
                text.Append(CultureInfo.InvariantCulture, $"\n%{rpm}\n{Escape(File.ReadAllText(Path.Combine(root, script)))}");
        }
        text.Append("\n%files\n");
        foreach (var file in files)
            text.Append(LineOf(file)).Append('\n');
        if (package.Changelog.Length > 0)
            text.Append("\n%changelog\n").Append(Escape(Changelog.Read(Path.Combine(root, package.Changelog)).ForRpm()));
        return text.ToString();
    }

    private static void WriteHeader(StringBuilder text, PackageDescription package)
    {
        text.Append(CultureInfo.InvariantCulture, $"Name: {package.Name}\nVersion: {NativeVersion.Of(package.Version)}\nRelease: {Release}\n");
        text.Append(CultureInfo.InvariantCulture, $"Summary: {Escape(package.Description.Split('\n')[0].TrimEnd('.'))}\nLicense: {package.License}\n");
        if (package.Homepage.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"URL: {package.Homepage}\n");
        text.Append(CultureInfo.InvariantCulture, $"Packager: {package.Maintainer}\nAutoReqProv: no\n");
        foreach (var (nfpm, rpm) in s_relations)
        {
            foreach (var relation in package.Formats["rpm"].Relations.GetValueOrDefault(nfpm) ?? [])
                text.Append(CultureInfo.InvariantCulture, $"{rpm}: {relation}\n");
        }
    }

    private static string LineOf(PackagedFile file)
    {
        var mode = Convert.ToString((int)file.Mode, 8);
        var kind = file switch
        {
            { Kind: PackagedKind.Folder } => $"%dir %attr(0{mode},root,root) ",
            { Kind: PackagedKind.Link } => "",
            { IsConfig: true } => $"%config{(file.KeepsEdits ? "(noreplace)" : "")} %attr(0{mode},root,root) ",
            _ => $"%attr(0{mode},root,root) ",
        };
        return $"{kind}\"{Escape(file.Path)}\"";
    }

    private static string PayloadOf(Compression compression) => compression.Method switch
    {
        "gzip" => "gzdio",
        "xz" => "xzdio",
        _ => "zstdio",
    };

    private static string Escape(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
