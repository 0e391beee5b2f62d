using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GitEdge.Packaging.Files;
using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Deb;

/// <summary>Builds a .deb with dpkg-deb.</summary>
internal static class DebPackager
{
    private const string Format = "deb";
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // nfpm's names, and those of deb-postinst(5) and its neighbours.
    private static readonly (string Nfpm, string Deb)[] s_scripts =
        [("preinstall", "preinst"), ("postinstall", "postinst"), ("preremove", "prerm"), ("postremove", "postrm")];

    /// <summary>Builds it.</summary>
    /// <returns>The package's path; null when there is a problem.</returns>
    public static string? Build(PackageDescription package, BuildRequest request, NfpmProblems problems)
    {
        var files = PackageTree.Of(package, Format, request.Root, problems);
        if (problems.Lines.Count > 0)
            return null;
        var stage = Path.Combine(request.Work, Format);
        StagedTree.Write(stage, files, request.Time.UtcDateTime);
        if (package.Changelog.Length > 0)
            WriteChangelog(package, stage, Path.Combine(request.Root, package.Changelog));
        WriteControl(package, files, stage, request.Root);
        StagedTree.Stamp(stage, request.Time.UtcDateTime);
        var path = Path.Combine(request.Out, $"{package.Name}_{NativeVersion.Of(package.Version)}_{package.Arch}.deb");
        var compression = package.DebCompression;
        if (ExternalTool.Run("dpkg-deb", [$"-Z{compression.Method}", $"-z{compression.Level}", "--root-owner-group", "--build", stage, path], request) is not { } failure)
            return path;
        problems.Add(1, failure, "see what dpkg-deb says");
        return null;
    }

    private static void WriteChangelog(PackageDescription package, string stage, string source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(stage, "usr/share/doc", package.Name));
        using var file = File.Create(Path.Combine(folder.FullName, "changelog.gz"));
        using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize))
            gzip.Write(Encoding.UTF8.GetBytes(Changelog.Read(source).ForDeb(package.Name)));
        File.SetUnixFileMode(Path.Combine(folder.FullName, "changelog.gz"), Plain);
    }

    private static void WriteControl(PackageDescription package, IReadOnlyList<PackagedFile> files, string stage, string root)
    {
        var content = Directory.EnumerateFiles(stage, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).LinkTarget is null).Order(StringComparer.Ordinal).ToList();
        var folder = Directory.CreateDirectory(Path.Combine(stage, "DEBIAN"), Executable).FullName;
        Write(folder, "control", ControlFile.Of(package, SizeOf(stage)), Plain);
        Write(folder, "md5sums", string.Concat(content.Select(path => $"{Md5(path)}  {Path.GetRelativePath(stage, path)}\n")), Plain);
        if (files.Any(file => file.IsConfig))
            Write(folder, "conffiles", string.Concat(files.Where(file => file.IsConfig).Select(file => file.Path + "\n")), Plain);
        foreach (var (nfpm, deb) in s_scripts)
        {
            if (package.Formats[Format].Scripts.TryGetValue(nfpm, out var script))
                Write(folder, deb, File.ReadAllText(Path.Combine(root, script)), Executable);
        }
    }

    private static void Write(string folder, string name, string text, UnixFileMode mode)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
    }

    // deb-substvars(5), Installed-Size: files in whole KiB, and one for everything else.
    private static long SizeOf(string stage) => Directory.EnumerateFileSystemEntries(stage, "*", SearchOption.AllDirectories)
        .Sum(path => new FileInfo(path) is { Exists: true, LinkTarget: null } file ? (file.Length + 1023) / 1024 : 1);

#pragma warning disable CA5351 // md5sums(5) asks for it; it is no protection.
    private static string Md5(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(MD5.HashData(file));
    }
#pragma warning restore CA5351
}
