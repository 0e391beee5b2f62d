namespace GitEdge.Packaging.Tests.Packages;

/// <summary>What the builder makes of a description, beyond what GitEdge's own packages use.</summary>
public sealed class BuilderTests : IDisposable
{
    private const string Description = """
        name: sample
        arch: all
        version: 1.0.0-rc.1
        maintainer: Somebody <somebody@example.org>
        description: |
          Sample
          First line.

          Second paragraph.
        license: MIT
        replaces: [old-sample]
        conflicts: [old-sample]
        contents:
          - src: kept.conf
            dst: /etc/sample/kept.conf
            type: config|noreplace
            file_info: { mode: 0640 }
          - src: plain.conf
            dst: /etc/sample/plain.conf
            type: config
          - dst: /var/lib/sample
            type: dir
            file_info: { mode: 0700 }
          - src: tree/
            dst: /usr/share/sample
            type: tree
          - src: only.txt
            dst: /usr/share/sample/only-deb.txt
            packager: deb
        """;

    private readonly TempDirectory _directory = new();

    public BuilderTests()
    {
        _directory.Write("nfpm.yaml", Description);
        _directory.Write("kept.conf", "as shipped\n");
        _directory.Write("plain.conf", "as shipped\n");
        _directory.Write("only.txt", "deb\n");
        _directory.Write("tree/below/100% of it.txt", "text\n");
        File.SetUnixFileMode(_directory.Write("tree/run", "#!/bin/sh\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Deb_has_conffiles_sums_relations_and_a_long_description()
    {
        Assert.Equal(0, Build().ExitCode);
        var deb = _directory["out", "sample_1.0.0~rc.1_all.deb"];

        Assert.Equal("/etc/sample/kept.conf\n/etc/sample/plain.conf\n", Tool.Run("dpkg-deb", ["--info", deb, "conffiles"]));
        Assert.Contains("  usr/share/sample/below/100% of it.txt\n", Tool.Run("dpkg-deb", ["--info", deb, "md5sums"]), StringComparison.Ordinal);
        Assert.Equal("old-sample\nold-sample\nSample\n First line.\n .\n Second paragraph.", Tool.Run("dpkg-deb", ["--showformat=${Replaces}\\n${Conflicts}\\n${Description}", "--show", deb]).TrimEnd());
        var contents = Tool.Run("dpkg-deb", ["--contents", deb]);
        Assert.Matches(@"-rw-r----- root/root +11 1970-01-01 00:00 \./etc/sample/kept\.conf", contents);
        Assert.Matches(@"drwx------ root/root +0 1970-01-01 00:00 \./var/lib/sample/", contents);
        Assert.Matches(@"-rwxr-xr-x root/root +10 1970-01-01 00:00 \./usr/share/sample/run", contents);
        Assert.Contains("only-deb.txt", contents, StringComparison.Ordinal);
    }

    [Fact]
    public void Rpm_marks_configuration_that_keeps_its_edits()
    {
        Assert.Equal(0, Build().ExitCode);
        var rpm = _directory["out", "sample-1.0.0~rc.1-1.noarch.rpm"];

        var files = Tool.Run("rpm", ["--query", "--package", "--queryformat", "[%{FILEMODES:perms} %{FILEFLAGS:fflags} %{FILENAMES}\n]", rpm]).Split('\n');
        Assert.Contains("-rw-r----- cn /etc/sample/kept.conf", files);
        Assert.Contains("-rw-r--r-- c /etc/sample/plain.conf", files);
        Assert.Contains("-rw-r--r--  /usr/share/sample/below/100% of it.txt", files);
        Assert.DoesNotContain(files, file => file.Contains("only-deb", StringComparison.Ordinal));
        Assert.Equal("old-sample", Tool.Run("rpm", ["--query", "--package", "--obsoletes", rpm]).Trim());
    }

    [Fact]
    public void Rpm_is_installed_into_a_root_of_its_own()
    {
        Assert.Equal(0, Build().ExitCode);
        var root = Directory.CreateDirectory(_directory["root"]).FullName;

        Tool.Run("rpm", ["--root", root, "--dbpath", "/rpmdb", "--install", "--nodeps", "--noscripts", _directory["out", "sample-1.0.0~rc.1-1.noarch.rpm"]]);

        Assert.Equal("as shipped\n", File.ReadAllText(Path.Combine(root, "etc/sample/kept.conf")));
        Assert.Equal("", Tool.Run("rpm", ["--root", root, "--dbpath", "/rpmdb", "--verify", "sample"]));
    }

    [Fact]
    public void Every_source_that_is_missing_is_named_and_nothing_is_built()
    {
        File.Delete(_directory["kept.conf"]);
        Directory.Delete(_directory["tree"], recursive: true);

        var built = Build();

        Assert.Equal(1, built.ExitCode);
        Assert.Contains("nfpm.yaml:14: kept.conf is not there. fix: ", built.Errors, StringComparison.Ordinal);
        Assert.Contains("nfpm.yaml:24: tree/ is not there. fix: ", built.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory["out"]));
    }

    private ToolResult Build() => Tool.Try("dotnet",
        [typeof(Packaging.Nfpm.NfpmReader).Assembly.Location, "build", "--root", _directory.Path, "--out", _directory["out"], "nfpm.yaml"],
        environment: new Dictionary<string, string> { ["SOURCE_DATE_EPOCH"] = "0", ["TZ"] = "UTC" });
}
