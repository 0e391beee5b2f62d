using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class LockFileTests
{
    private const string Line = TagText.Hex + "  fleet.yaml\n";

    private static IReadOnlyList<LineFault> Faults(string text)
    {
        Assert.False(LockFile.TryParse(Encoding.UTF8.GetBytes(text), out var parsed, out var faults));
        Assert.Null(parsed);
        return faults;
    }

    [Fact]
    public void Lock_is_what_sha256sum_writes()
    {
        using var folder = new TempDirectory();
        folder.Write("fleet.yaml", "kind: Fleet\n");
        folder.Write("golden/vad/ä b.pb", "x");
        var written = Tool.Run("sha256sum", ["fleet.yaml", "golden/vad/ä b.pb"], folder.Path);

        Assert.True(LockFile.TryParse(Encoding.UTF8.GetBytes(written), out var parsed, out _));

        Assert.Equal(
            [new LockedFile("fleet.yaml", Sha256Digest.Of("kind: Fleet\n"u8)), new LockedFile("golden/vad/ä b.pb", Sha256Digest.Of("x"u8))],
            parsed.Files);
        Assert.Equal(written, Encoding.UTF8.GetString(parsed.ToBytes()));
        Assert.Equal(Sha256Digest.Of(Encoding.UTF8.GetBytes(written)), parsed.Digest);
    }

    [Theory]
    [InlineData("", 0, "The lock names no file.")]
    [InlineData(TagText.Hex + "  fleet.yaml", 1, "The last line does not end with a line feed.")]
    [InlineData(Line + "\n", 2, "It does not begin with 64 lower-case hexadecimal digits.")]
    [InlineData("\n", 1, "It does not begin with 64 lower-case hexadecimal digits.")]
    [InlineData("# comment\n", 1, "It does not begin with 64 lower-case hexadecimal digits.")]
    [InlineData("0" + Line, 1, "Exactly two spaces must stand between digest and path.")]
    [InlineData(" " + Line, 1, "It does not begin with 64 lower-case hexadecimal digits.")]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff  a\n", 1, "It does not begin with 64 lower-case hexadecimal digits.")]
    [InlineData(TagText.Hex + "\n", 1, "Exactly two spaces must stand between digest and path.")]
    [InlineData(TagText.Hex + " fleet.yaml\n", 1, "Exactly two spaces must stand between digest and path.")]
    [InlineData(TagText.Hex + " *fleet.yaml\n", 1, "Exactly two spaces must stand between digest and path.")]
    [InlineData(Line + Line, 2, "The path 'fleet.yaml' stands there twice.")]
    [InlineData(Line + TagText.Hex + "  a\n", 2, "The path 'a' is out of order.")]
    [InlineData(Line + TagText.Hex + "  Z\n", 2, "The path 'Z' is out of order.")]
    [InlineData(Line + TagText.Hex + "  fleet.yaml\r\n", 2, "A path has no backslash and no control character: 'fleet.yaml\\r'.")]
    public void Other_form_is_refused(string text, int line, string what)
    {
        var fault = Assert.Single(Faults(text));

        Assert.Equal((line, what), (fault.Line, fault.What));
        Assert.Contains("gitedge release", fault.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "A path has between 1 and 1024 characters")]
    [InlineData("GITEDGE.lock", "The lock cannot list itself")]
    [InlineData("/etc/passwd", "A path is relative, and has no empty part")]
    [InlineData("a//b", "A path is relative, and has no empty part")]
    [InlineData("a/", "A path is relative, and has no empty part")]
    [InlineData("..", "A path does not leave its folder")]
    [InlineData("../a", "A path does not leave its folder")]
    [InlineData("a/../../b", "A path does not leave its folder")]
    [InlineData("a/..", "A path does not leave its folder")]
    [InlineData("./a", "A path does not leave its folder")]
    [InlineData(".", "A path does not leave its folder")]
    [InlineData("a\\b", "A path has no backslash and no control character")]
    [InlineData("a\tb", "A path has no backslash and no control character")]
    [InlineData("a\0b", "A path has no backslash and no control character")]
    [InlineData("a\u001b[2Jb", "A path has no backslash and no control character")]
    [InlineData("a\u0085b", "A path has no backslash and no control character")]
    [InlineData(".git/config", "A path does not go into .git")]
    [InlineData("a/.GiT/hooks/x", "A path does not go into .git")]
    [InlineData(".git", "A path does not go into .git")]
    public void Unsafe_path_is_refused(string path, string what)
    {
        var fault = Assert.Single(Faults($"{TagText.Hex}  {path}\n"));

        Assert.StartsWith(what + ": '", fault.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("a..b")]
    [InlineData(".gitignore")]
    [InlineData("a.git/b")]
    [InlineData(" a")]
    [InlineData("gitedge.lock")]
    [InlineData("golden/GITEDGE.lock")]
    [InlineData("日本/🙂")]
    public void Odd_but_safe_path_is_taken(string path)
    {
        Assert.True(LockFile.TryParse(Encoding.UTF8.GetBytes($"{TagText.Hex}  {path}\n"), out var parsed, out _));
        Assert.Equal(path, parsed.Files.Single().Path);
    }

    [Fact]
    public void Path_length_limit_is_exact()
    {
        Assert.True(LockFile.TryParse(Encoding.UTF8.GetBytes($"{TagText.Hex}  {new string('a', 1024)}\n"), out _, out _));
        Assert.StartsWith("A path has between 1 and 1024 characters", Faults($"{TagText.Hex}  {new string('a', 1025)}\n").Single().What, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_reported()
    {
        var faults = Faults($"x\n{TagText.Hex}  b\n{TagText.Hex}  ../c\n{TagText.Hex}  a\n{TagText.Hex}  a");

        Assert.Equal([5, 1, 3, 4], faults.Select(fault => fault.Line));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        Assert.False(LockFile.TryParse([.. Encoding.UTF8.GetBytes(Line), 0xff, (byte)'\n'], out _, out var faults));
        Assert.Equal("The file is not valid UTF-8.", faults.Single().What);
        Assert.Equal("The file begins with a byte order mark.", Faults("\ufeff" + Line).Single().What);
    }

    [Fact]
    public void Lock_is_made_in_order()
    {
        LockedFile[] files = [new("b", default), new("a/b", default), new("B", default), new("a-b", default)];

        Assert.True(LockFile.TryCreate(files, out var created, out var faults));

        Assert.Empty(faults);
        Assert.Equal(["B", "a-b", "a/b", "b"], created.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "../b")]
    [InlineData("a", "b\nc")]
    public void Lock_of_unsafe_or_double_paths_is_not_made(string first, string second)
    {
        Assert.False(LockFile.TryCreate([new(first, default), new(second, default)], out var created, out var faults));

        Assert.Null(created);
        Assert.NotEmpty(faults);
        Assert.False(LockFile.TryCreate([], out _, out _));
    }

    [Fact]
    public void Lock_that_is_read_is_written_the_same()
    {
        var path = Gen.Elements("fleet.yaml", "devices/a.yaml", "devices/b.yaml", "golden/v/1", "a", "ä", "..", "b\\", ".git/x");
        var files = Gen.ListOf(path).Select(paths => paths.Select(p => new LockedFile(p, Sha256Digest.Of(Encoding.UTF8.GetBytes(p)))).ToList());

        Prop.ForAll(Arb.From(files), list =>
        {
            var safe = list.Count > 0 && list.All(file => LockPath.FaultOf(file.Path) is null)
                && list.DistinctBy(file => file.Path).Count() == list.Count;
            Assert.Equal(safe, LockFile.TryCreate(list, out var created, out _));
            if (created is null)
                return;
            Assert.True(LockFile.TryParse(created.ToBytes(), out var parsed, out _));
            Assert.Equal(created.Files, parsed.Files);
            Assert.Equal(created.ToBytes(), parsed.ToBytes());
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("fleet.yaml", true)]
    [InlineData("devices/a.yaml", true)]
    [InlineData("profiles/x/y.yaml", true)]
    [InlineData("rollouts/prod.yaml", true)]
    [InlineData("golden/vad/input_0.pb", true)]
    [InlineData("containers/a.container", true)]
    [InlineData("README.md", false)]
    [InlineData("GITEDGE.lock", false)]
    [InlineData("sub/fleet.yaml", false)]
    [InlineData("devices.yaml", false)]
    [InlineData("my/devices/a.yaml", false)]
    [InlineData("Devices/a.yaml", false)]
    public void Manifests_golden_files_and_units_are_covered(string path, bool covered) => Assert.Equal(covered, LockFile.Covers(path));
}
