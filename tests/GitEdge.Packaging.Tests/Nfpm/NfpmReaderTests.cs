using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Tests.Nfpm;

public sealed class NfpmReaderTests
{
    private const string Small = """
        name: small
        arch: amd64
        version: 1.2.3
        maintainer: Somebody <somebody@example.org>
        description: Something small
        license: MIT
        depends: [common]
        overrides:
          deb:
            depends: [libc6, a | b]
            scripts:
              postinstall: after.sh
        contents:
          - src: LICENSE
            dst: /usr/share/doc/small/copyright
            file_info:
              mode: 0640
        """;

    [Fact]
    public void Overrides_replace_a_list_for_their_format_only()
    {
        var package = NfpmReader.Read(Small, new NfpmProblems("nfpm.yaml"))!;

        Assert.Equal(["libc6", "a | b"], package.Formats["deb"].Relations["depends"]);
        Assert.Equal(["common"], package.Formats["rpm"].Relations["depends"]);
        Assert.Equal("after.sh", package.Formats["deb"].Scripts["postinstall"]);
        Assert.Empty(package.Formats["rpm"].Scripts);
        Assert.Equal("640", Convert.ToString((int)package.Contents[0].Mode!.Value, 8));
        Assert.Equal("1.2.3", package.Version);
    }

    [Theory]
    [InlineData("name: small", "nmae: small", 1, "'nmae' in the package is not known here")]
    [InlineData("name: small", "nmae: small", 1, "the package has no 'name'")]
    [InlineData("    dst: /usr/share", "    dst: usr/share", 14, "is not an absolute path")]
    [InlineData("    dst: /usr", "    type: ghost\n    dst: /usr", 15, "the type 'ghost' is not known here")]
    [InlineData("      mode: 0640", "      owner: root", 17, "'owner' in file_info is not known here")]
    [InlineData("mode: 0640", "mode: 640", 17, "'mode' must be octal")]
    [InlineData("depends: [common]", "depends: common", 7, "'depends' in the package must be a list")]
    [InlineData("overrides:", "deb: { compression: lzma }\noverrides:", 8, "'lzma' is no compression")]
    [InlineData("  deb:", "  debian:", 9, "'debian' in overrides is not known here")]
    [InlineData("version: 1.2.3", "version: 1.2.3\nplatform: darwin", 4, "the platform must be linux")]
    [InlineData("arch: amd64", "arch: 'amd64", 0, "not YAML")]
    public void What_is_wrong_is_told_with_file_line_and_cure(string good, string bad, int line, string problem)
    {
        var problems = new NfpmProblems("nfpm.yaml");

        Assert.Null(NfpmReader.Read(Small.Replace(good, bad, StringComparison.Ordinal), problems));

        var found = Assert.Single(problems.Lines, text => text.Contains(problem, StringComparison.Ordinal));
        Assert.Matches(line == 0 ? @"^nfpm\.yaml:\d+: " : $@"^nfpm\.yaml:{line}: ", found);
        Assert.Matches(@"\. fix: .+", found);
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2.3-rc.1", "1.2.3~rc.1")]
    [InlineData("1.2.3-rc-2", "1.2.3~rc.2")]
    public void Preview_comes_before_what_it_previews(string version, string native)
    {
        Assert.Equal(native, NativeVersion.Of(version));
        if (version != native)
            Tool.Run("dpkg", ["--compare-versions", native, "lt", "1.2.3"]);
    }
}
