using System.Diagnostics;
using System.Text;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Tests.Manifests;

public sealed class YamlTreeTests
{
    [Fact]
    public void Mapping_keeps_order_places_and_quotes()
    {
        var root = (ManifestMapping)Read("name: vad\nsizes:\n  - 1\n  - \"2\"\n")!;

        Assert.Equal(["name", "sizes"], root.Fields.Select(field => field.Key.Text));
        Assert.Equal(new ManifestScalar(new SourceLocation("f.yaml", 1, 7), "vad", IsPlain: true), root["name"]);
        Assert.Equal(new ManifestScalar(new SourceLocation("f.yaml", 3, 5), "1", IsPlain: true), root.Find("sizes", 0));
        Assert.Equal(
            new ManifestScalar(new SourceLocation("f.yaml", 4, 5), "2", IsPlain: false),
            root.Find("sizes", 1)
        );
    }

    [Theory]
    [InlineData("a: &x 1\n", 1, 4, "anchor &x")]
    [InlineData("a: 1\nb: *x\n", 2, 4, "alias *x")]
    [InlineData("a: 1\n<<: { b: 1 }\n", 2, 1, "merge key <<")]
    [InlineData("a: !!str 1\n", 1, 4, "tag tag:yaml.org,2002:str")]
    [InlineData("a: ! 1\n", 1, 4, "tag !")]
    [InlineData("a: !Type { b: 1 }\n", 1, 4, "tag !Type")]
    [InlineData("%YAML 1.2\n---\na: 1\n", 1, 1, "a directive")]
    [InlineData("%TAG !e! tag:example.org,2026:\n---\na: 1\n", 1, 1, "a directive")]
    [InlineData("a: 1\n---\nb: 1\n", 2, 1, "second document")]
    [InlineData("a: 1\n...\n---\nb: 1\n", 3, 1, "second document")]
    [InlineData("a: [1, 2\n", 2, 1, "not YAML")]
    [InlineData("a: b: c\n", 1, 5, "not YAML")]
    [InlineData("a:\n\tb: 1\n", 2, 1, "a tab")]
    [InlineData("? [a]\n: 1\n", 1, 3, "where a key belongs")]
    [InlineData(": 1\n", 1, 1, "key is missing")]
    [InlineData("", 1, 1, "empty")]
    [InlineData("# nothing\n", 1, 1, "empty")]
    [InlineData("a: \u202e1\n", 1, 4, "U+202E")]
    [InlineData("a: 1\n\ufeffb: 2\n", 2, 1, "U+FEFF")]
    [InlineData("\ufeffa: 1\n", 1, 1, "U+FEFF")]
    [InlineData("a: 1\n\0\n", 2, 1, "U+0000")]
    [InlineData("a: 1\u0085b: 1\n", 1, 5, "U+0085")]
    [InlineData("a: 1\rb: 1\n", 1, 5, "U+000D")]
    public void Forbidden_syntax_is_refused_with_its_place(string text, int line, int column, string what)
    {
        var problem = Problems(text)[0];

        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation("f.yaml", line, column), problem.At);
        Assert.Equal(ManifestRule.Yaml, problem.Rule);
        Assert.NotEmpty(problem.Cure);
    }

    [Fact]
    public void Every_forbidden_thing_of_a_file_is_reported() =>
        Assert.Equal([1, 2, 3], Problems("a: &x 1\nb: *x\nc: !t 1\n").Select(problem => problem.At.Line));

    [Fact]
    public void Invalid_utf8_is_refused_with_its_place()
    {
        Assert.Null(YamlTree.Read("f.yaml", "a: 1\nb: \u00e9"u8.ToArray().AsMemory()[..^1], out var problems));

        Assert.Equal("f.yaml:2:4", Assert.Single(problems).At.ToString());
    }

    [Fact]
    public void Windows_line_ends_are_read() =>
        Assert.Equal("1", ((ManifestScalar)Read("a:\r\n  b: 1\r\n")!.Find("a", "b")!).Text);

    [Theory]
    [InlineData("[", 20_000)]
    [InlineData("[", 200_000)]
    [InlineData("{a: ", 50_000)]
    [InlineData("{", 200_000)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    [InlineData("[\n", 100_000)]
    [InlineData("- - - - - - - -\n", 15_000)]
    [InlineData("!", 200_000)]
    [InlineData("&a ", 80_000)]
    [InlineData("'", 200_001)]
    [InlineData("a: ", 80_000)]
    [InlineData("%", 200_000)]
    [InlineData("---\n", 60_000)]
    public void Bomb_is_refused_quickly_and_in_little_memory(string piece, int times)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)));
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(YamlTree.Read("f.yaml", bytes, out var problems));

        Assert.NotEmpty(problems);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 100_000_000, $"{allocated} bytes");
    }

    [Fact]
    public void Depth_up_to_the_limit_is_read_and_one_more_refused()
    {
        Assert.NotNull(Read(new string('[', 32) + new string(']', 32)));
        var problem = Assert.Single(Problems(new string('[', 33) + new string(']', 33)));
        Assert.Equal(33, problem.At.Column);
    }

    [Fact]
    public void Events_beyond_the_limit_are_refused()
    {
        Assert.NotNull(Read(string.Concat(Enumerable.Repeat("- 1\n", 49_000))));
        Assert.Contains(
            "more than 50000",
            Assert.Single(Problems(string.Concat(Enumerable.Repeat("- 1\n", 51_000)))).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Size_beyond_the_limit_is_refused()
    {
        Assert.NotNull(Read("a: " + new string('x', 256 * 1024 - 3)));
        Assert.Contains(
            "262145 bytes",
            Assert.Single(Problems("a: " + new string('x', 256 * 1024 - 2))).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Random_text_never_throws()
    {
        const string Alphabet = "ab1 :-?[]{},#&*!|>'\"%@`~\n\n\t  .<\\\r/ä";
        var random = new Random(20260301);
        for (var round = 0; round < 50_000; round++)
        {
            var text = new string(random.GetItems<char>(Alphabet, random.Next(1, 40)));
            var tree = YamlTree.Read("f.yaml", Encoding.UTF8.GetBytes(text), out var problems);
            Assert.True(tree is null == problems.Count > 0, text);
        }
    }

    private static ManifestNode? Read(string text) => YamlTree.Read("f.yaml", Encoding.UTF8.GetBytes(text), out _);

    private static IReadOnlyList<ManifestProblem> Problems(string text)
    {
        Assert.Null(YamlTree.Read("f.yaml", Encoding.UTF8.GetBytes(text), out var problems));
        return problems;
    }
}
