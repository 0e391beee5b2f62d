using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Tests.Manifests;

/// <summary>Each shape at its edges: both bounds are allowed, and what is beyond is told with its place and its cure.</summary>
public sealed class ShapeBoundsTests
{
    private static readonly TextShape<string> Anything = Forms.Text("some text", ".*");

    [Theory]
    [InlineData("true", true, true)]
    [InlineData("True", true, true)]
    [InlineData("TRUE", true, true)]
    [InlineData("false", true, false)]
    [InlineData("FALSE", true, false)]
    [InlineData("yes", false, false)]
    [InlineData("1", false, false)]
    [InlineData("", false, false)]
    public void Boolean_is_written_as_the_core_schema_has_it(string text, bool good, bool expected)
    {
        var (bound, value, problems) = Bind(new BooleanShape(), Plain(text));

        Assert.Equal((good, expected), (bound, value));
        Assert.Equal(good, problems.Count == 0);
    }

    [Fact]
    public void Boolean_in_quotes_is_text()
    {
        var problem = Assert.Single(Bind(new BooleanShape(), Quoted("true")).Problems);

        Assert.Equal("x is 'true', not true or false", problem.What);
        Assert.Equal("give x true or false", problem.Cure);
    }

    [Theory]
    [InlineData("-2", false)]
    [InlineData("-1", true)]
    [InlineData("0", true)]
    [InlineData("3", true)]
    [InlineData("4", false)]
    [InlineData("2.0", false)]
    [InlineData("two", false)]
    public void Whole_number_lies_between_its_bounds(string text, bool good)
    {
        var (bound, value, problems) = Bind(new IntegerShape(-1, 3), Plain(text));

        Assert.Equal((good, good ? 0 : 1), (bound, problems.Count));
        if (good)
            Assert.Equal(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Fact]
    public void Whole_number_in_quotes_is_text() =>
        Assert.Equal(
            "x is '2', not a whole number from -1 to 3",
            Assert.Single(Bind(new IntegerShape(-1, 3), Quoted("2")).Problems).What
        );

    [Theory]
    [InlineData("-0.51", false)]
    [InlineData("-0.5", true)]
    [InlineData("+1", true)]
    [InlineData("15e-1", true)]
    [InlineData("1.5000001", false)]
    [InlineData("0x1", false)]
    [InlineData("one", false)]
    public void Number_lies_between_its_bounds(string text, bool good)
    {
        var (bound, _, problems) = Bind(new NumberShape(-0.5, 1.5), Plain(text));

        Assert.Equal((good, good ? 0 : 1), (bound, problems.Count));
    }

    [Theory]
    [InlineData(1, "x has 1 items")]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(4, "x has 4 items")]
    public void List_is_as_long_as_it_may_be(int length, string? what)
    {
        var items = Enumerable.Range(0, length).Select(number => Quoted($"{number}"));

        var (bound, value, problems) = Bind(new ListShape<string>(Anything, 2, 3), new ManifestSequence(default, [.. items]));

        Assert.Equal(what is null, bound);
        Assert.Equal(length, value!.Count);
        Assert.Equal(what, problems.SingleOrDefault()?.What);
        if (what is not null)
            Assert.Equal("give 2 to 3 items", problems[0].Cure);
    }

    [Fact]
    public void List_tells_the_place_of_every_bad_item_and_reads_the_rest()
    {
        var list = new ManifestSequence(default, [Plain("1"), Quoted("a"), Plain("~")]);

        var (bound, value, problems) = Bind(new ListShape<string>(Anything, 0, 3), list);

        Assert.False(bound);
        Assert.Equal(["a"], value);
        Assert.Equal(["x[0] is the number 1, not text", "x[2] is empty, not text"], problems.Select(problem => problem.What));
    }

    [Fact]
    public void List_without_an_identity_may_say_a_thing_twice()
    {
        var list = new ManifestSequence(default, [Quoted("a"), Quoted("a")]);

        Assert.True(Bind(new ListShape<string>(Anything, 0, 3), list).Bound);
        Assert.False(Bind(new ListShape<string>(Anything, 0, 3, item => item), list).Bound);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Map_has_at_most_256_keys(int keys, bool good)
    {
        var fields = Enumerable.Range(0, keys).Select(number => new ManifestField(Quoted($"k{number}"), Quoted("v")));

        var (bound, value, problems) = Bind(
            new MapShape<string>(Forms.LabelKey, Anything),
            new ManifestMapping(default, [.. fields])
        );

        Assert.Equal((good, keys), (bound, value!.Count));
        Assert.Equal(good ? null : "give at most 256", problems.SingleOrDefault()?.Cure);
    }

    [Fact]
    public void Map_is_told_from_a_list_and_its_values_are_held_to_their_form()
    {
        var shape = new MapShape<string>(Forms.LabelKey, Forms.LabelValue);
        var map = new ManifestMapping(default, [new(Quoted("a"), Quoted("b c")), new(Quoted("d"), Quoted("e"))]);

        Assert.Equal("x is a list, not a mapping", Assert.Single(Bind(shape, new ManifestSequence(default, [])).Problems).What);
        var (bound, value, problems) = Bind(shape, map);
        Assert.False(bound);
        Assert.Equal(new Dictionary<string, string> { ["d"] = "e" }, value);
        Assert.StartsWith("x.'a' 'b c' is not a label value", Assert.Single(problems).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void Text_has_at_most_2048_characters(int length, bool good) =>
        Assert.Equal(good, Bind(Anything, Quoted(new string('x', length))).Bound);

    [Theory]
    [InlineData(80, 82)]
    [InlineData(81, 83)]
    public void Text_in_a_message_is_cut_after_80_characters(int length, int shown)
    {
        var quoted = Quoting.Of(new string('x', length));

        Assert.Equal(shown, quoted.Length);
        Assert.Equal(length > 80, quoted.EndsWith("…'", StringComparison.Ordinal));
    }

    [Fact]
    public void Control_characters_in_a_message_are_replaced() =>
        Assert.Equal("'a\uFFFDb\uFFFD'", Quoting.Of("a\nb\u001b"));

    [Fact]
    public void Value_of_the_wrong_kind_is_told_in_words()
    {
        Assert.Equal("x is a mapping, not some text", What(Anything, new ManifestMapping(default, [])));
        Assert.Equal("x is a list, not some text", What(Anything, new ManifestSequence(default, [])));
        Assert.Equal("x is empty, not text", What(Anything, Plain("")));
        Assert.Equal("x is the boolean True, not text", What(Anything, Plain("True")));
        Assert.Equal("x is the number 1.5, not text", What(Anything, Plain("1.5")));
        Assert.Equal("x is 'a', not a mapping", What(new MapShape<string>(Anything, Anything), Quoted("a")));
    }

    [Fact]
    public void Empty_value_is_not_cured_with_quotes() =>
        Assert.Equal("give some text", Assert.Single(Bind(Anything, Plain("~")).Problems).Cure);

    [Fact]
    public void One_or_many_reads_both_and_reports_as_the_one()
    {
        var shape = new OneOrManyShape<string>(Forms.Name, new ListShape<string>(Forms.Name, 1, 2));

        Assert.Equal(["a"], Bind(shape, Quoted("a")).Value);
        Assert.Equal(["a", "b"], Bind(shape, new ManifestSequence(default, [Quoted("a"), Quoted("b")])).Value);
        Assert.Equal("x has 0 items", Assert.Single(Bind(shape, new ManifestSequence(default, [])).Problems).What);
        Assert.StartsWith("x 'A' is not a name", What(shape, Quoted("A")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hot", "x is 'warm', not one of hot, cold", "use one of: hot, cold")]
    [InlineData(null, "x is 'warm', not 'cold'", "write cold")]
    public void Word_that_is_not_known_is_told_what_is(string? other, string what, string cure)
    {
        var shape = other is null
            ? new ChoiceShape<int>(("cold", 1))
            : new ChoiceShape<int>((other, 0), ("cold", 1));

        Assert.Equal(1, Bind(shape, Quoted("cold")).Value);
        var problem = Assert.Single(Bind(shape, Quoted("warm")).Problems);
        Assert.Equal((what, cure), (problem.What, problem.Cure));
    }

    [Fact]
    public void Mapping_of_exactly_one_field_tells_all_it_could_have()
    {
        var shape = new MappingShape<(string?, string?)>(fields =>
            (fields.Optional("a", Anything, "One."), fields.Optional("b", Anything, "Other."))
        )
        {
            ExactlyOne = true,
        };

        var problem = Assert.Single(Bind(shape, Mapping("a", "b")).Problems);

        Assert.True(Bind(shape, Mapping("a")).Bound);
        Assert.Equal(("x has 2 fields", "give exactly one of: a, b"), (problem.What, problem.Cure));
    }

    private static ManifestMapping Mapping(params string[] keys) =>
        new(default, [.. keys.Select(key => new ManifestField(Quoted(key), Quoted("v")))]);

    private static string What<T>(Shape<T> shape, ManifestNode node) => Assert.Single(Bind(shape, node).Problems).What;

    private static (bool Bound, T? Value, IReadOnlyList<ManifestProblem> Problems) Bind<T>(Shape<T> shape, ManifestNode node)
    {
        var problems = new ProblemList();
        var bound = shape.TryBind(node, "x", problems, out var value);
        Assert.Equal(problems.Count == 0, bound);
        return (bound, value, problems.All);
    }

    private static ManifestScalar Plain(string text) => new(default, text, IsPlain: true);

    private static ManifestScalar Quoted(string text) => new(default, text, IsPlain: false);
}
