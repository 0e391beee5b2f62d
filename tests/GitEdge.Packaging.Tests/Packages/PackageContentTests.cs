using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace GitEdge.Packaging.Tests.Packages;

/// <summary>What is in the built packages, and what those who judge packages say of them.</summary>
[Trait("Category", "Slow")]
[Collection(PackagesCollection.Name)]
public sealed class PackageContentTests(BuiltPackages packages)
{
    [Theory]
    [InlineData("gitedge", "agent/gitedge")]
    [InlineData("gitedge-inference", "inference/gitedge-inference")]
    public void Files_have_the_modes_and_the_owner_they_must_have(string name, string program)
    {
        var entries = Tool.Run("dpkg-deb", ["--contents", BuiltPackages.Deb(name)]).TrimEnd().Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.All(entries, entry => Assert.Equal("root/root", entry[1]));
        Assert.Equal($"-rwxr-xr-x ./usr/lib/gitedge/{program}", Entry($"./usr/lib/gitedge/{program}"));
        Assert.Equal($"lrwxrwxrwx ./usr/bin/{name}", Entry($"./usr/bin/{name}"));
        Assert.Equal(["drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x", "lrwxrwxrwx"], entries.Select(entry => entry[0]).Distinct().OrderByDescending(mode => mode[0] == 'd').ThenBy(mode => mode[0] == 'l').ThenBy(mode => mode));
        Assert.DoesNotContain(entries, entry => entry[5].StartsWith("./etc", StringComparison.Ordinal) || entry[5].StartsWith("./var", StringComparison.Ordinal));

        string Entry(string path) => entries.Where(entry => entry[5] == path).Select(entry => $"{entry[0]} {entry[5]}").Single();
    }

    [Theory]
    [InlineData("gitedge")]
    [InlineData("gitedge-inference")]
    public void Rpm_and_deb_hold_the_same_files(string name)
    {
        var inDeb = Tool.Run("sh", ["-c", $"dpkg-deb --fsys-tarfile '{BuiltPackages.Deb(name)}' | tar -t"]).Split('\n').Where(path => !path.EndsWith('/')).Select(path => path.TrimStart('.'));
        var inRpm = Tool.Run("rpm", ["--query", "--package", "--list", BuiltPackages.Rpm(name)]).Split('\n');

        Assert.Equal(
            [$"/usr/share/doc/{name}/changelog.gz", $"/usr/share/zsh/vendor-completions/_{name}"],
            inDeb.Except(inRpm).Where(path => !path.StartsWith("/usr/share/lintian/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("gitedge")]
    [InlineData("gitedge-inference")]
    public void Lintian_finds_nothing(string name) =>
        Assert.Equal("", Tool.Run("lintian", ["--allow-root", "--fail-on", "error,warning", "--tag-display-limit", "0", BuiltPackages.Deb(name)]));

    [Theory]
    [InlineData("gitedge")]
    [InlineData("gitedge-inference")]
    public void Rpmlint_finds_nothing(string name) =>
        Assert.Contains("0 errors, 0 warnings", Tool.Run("rpmlint", ["--config", Repository.File("packaging", "rpmlint.toml"), BuiltPackages.Rpm(name)]), StringComparison.Ordinal);

    [Fact]
    public void Package_built_again_is_the_same_to_the_bit()
    {
        foreach (var package in BuiltPackages.Names.SelectMany(name => new[] { BuiltPackages.Deb(name), BuiltPackages.Rpm(name) }))
            Assert.Equal(DigestOf(package), DigestOf(packages.Again(package)));
    }

    [Theory]
    [InlineData("gitedge", "YamlDotNet", "libgit2")]
    [InlineData("gitedge-inference", "System.CommandLine", "onnxruntime")]
    public void List_of_parts_names_every_file_of_the_program_and_its_parts(string name, params string[] parts)
    {
        using var folder = new TempDirectory();
        Tool.Run("dpkg-deb", ["--extract", BuiltPackages.Deb(name), folder.Path]);
        var list = JsonNode.Parse(File.ReadAllText(folder["usr", "share", "doc", name, "sbom.spdx.json"]))!;
        var files = list["files"]!.AsArray().Select(file => $"{file!["checksums"]![1]!["checksumValue"]} {file["fileName"]}");
        var program = folder["usr", "lib", "gitedge", name == "gitedge" ? "agent" : "inference"];

        Assert.Equal(
            Directory.GetFiles(program).Select(path => $"{DigestOf(path)} ./{Path.GetFileName(path)}").Order(StringComparer.Ordinal),
            files.Order(StringComparer.Ordinal));
        Assert.Equal(DigestOf(BuiltPackages.Sbom(name)), DigestOf(folder["usr", "share", "doc", name, "sbom.spdx.json"]));
        Assert.Superset(parts.ToHashSet(), list["packages"]!.AsArray().Select(package => (string)package!["name"]!).ToHashSet());
        Assert.DoesNotContain(list["packages"]!.AsArray(), package => (string)package!["licenseDeclared"]! == "NOASSERTION");
    }

    [Fact]
    public void Every_command_has_a_page_and_every_page_is_clean()
    {
        using var folder = new TempDirectory();
        foreach (var name in BuiltPackages.Names)
            Tool.Run("dpkg-deb", ["--extract", BuiltPackages.Deb(name), folder.Path]);
        var pages = Directory.GetFiles(folder["usr", "share", "man"], "*.gz", SearchOption.AllDirectories);

        Assert.Superset(
            new HashSet<string> { "gitedge.1.gz", "gitedge-status.1.gz", "gitedge-fleet.1.gz", "gitedge-agent.8.gz", "gitedge-helper.8.gz", "gitedge-inference.8.gz", "gitedge-agent.yaml.5.gz" },
            pages.Select(page => Path.GetFileName(page)!).ToHashSet());
        foreach (var page in pages)
        {
            var read = Tool.Try("man", ["--warnings", "--encoding=UTF-8", "--local-file", page], environment: new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["MANWIDTH"] = "80", ["MANROFFSEQ"] = "" });
            Assert.Equal((0, ""), (read.ExitCode, read.Errors));
            Assert.Contains("NAME", read.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Shell_completion_asks_the_program()
    {
        using var folder = new TempDirectory();
        Tool.Run("dpkg-deb", ["--extract", BuiltPackages.Deb("gitedge"), folder.Path]);

        var offered = Tool.Run("bash", ["-c", """
            PATH=$1/usr/bin:$PATH; . $1/usr/share/bash-completion/completions/gitedge
            COMP_LINE='gitedge fleet v' COMP_POINT=15 COMP_WORDS=(gitedge fleet v) COMP_CWORD=2; _gitedge; echo "${COMPREPLY[@]}"
            """, "bash", folder.Path]);

        Assert.Equal("validate\n", offered);
    }

    private static string DigestOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
