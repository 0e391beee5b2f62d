using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Tests.Manifests;

public sealed class FormsTests
{
    [Theory]
    [InlineData("20ms", 200_000)]
    [InlineData("2m", 1_200_000_000)]
    [InlineData("60s", 600_000_000)]
    [InlineData("1h30m", 54_000_000_000)]
    [InlineData("1d2h3m4s5ms6us", 937_840_050_060)]
    [InlineData("0s", 0)]
    public void Duration_is_the_sum_of_its_parts(string text, long ticks)
    {
        Assert.True(Duration.TryRead(text, out var value));
        Assert.Equal(TimeSpan.FromTicks(ticks), value);
    }

    [Theory]
    [InlineData("1m1m")]
    [InlineData("1s1m")]
    [InlineData("1ms1s")]
    [InlineData("1x")]
    [InlineData("m")]
    [InlineData("12")]
    [InlineData("1h30")]
    public void Duration_out_of_order_is_refused(string text) => Assert.False(Duration.TryRead(text, out _));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("999999999999999", 999_999_999_999_999)]
    [InlineData("1K", 1024)]
    [InlineData("1M", 1_048_576)]
    [InlineData("256MiB", 268_435_456)]
    [InlineData("1G", 1_073_741_824)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("2TB", 2_000_000_000_000)]
    [InlineData("8388607T", 9_223_370_937_343_148_032)]
    public void Size_follows_its_unit(string text, long bytes)
    {
        Assert.True(ByteSize.TryRead(text, out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0G")]
    [InlineData("8388608T")]
    [InlineData("999999999999999T")]
    [InlineData("16777217T")]
    public void Size_that_no_machine_has_is_refused(string text) => Assert.False(ByteSize.TryRead(text, out _));

    [Theory]
    [InlineData("", ScalarKind.Null)]
    [InlineData("~", ScalarKind.Null)]
    [InlineData("null", ScalarKind.Null)]
    [InlineData("True", ScalarKind.Boolean)]
    [InlineData("yes", ScalarKind.Text)]
    [InlineData("-12", ScalarKind.Integer)]
    [InlineData("0x1F", ScalarKind.Integer)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("1e-3", ScalarKind.Number)]
    [InlineData("1.", ScalarKind.Number)]
    [InlineData(".5", ScalarKind.Number)]
    [InlineData(".inf", ScalarKind.Number)]
    [InlineData(".nan", ScalarKind.Number)]
    [InlineData("1.2.3", ScalarKind.Text)]
    [InlineData("2m", ScalarKind.Text)]
    [InlineData("1\n", ScalarKind.Text)]
    public void Plain_scalar_is_understood_as_the_core_schema_says(string text, ScalarKind kind)
    {
        Assert.Equal(kind, new ManifestScalar(default, text, IsPlain: true).Kind);
        Assert.Equal(ScalarKind.Text, new ManifestScalar(default, text, IsPlain: false).Kind);
    }

    [Theory]
    [InlineData(".inf")]
    [InlineData(".nan")]
    [InlineData("1e999")]
    public void Number_that_is_none_is_refused(string text) =>
        Assert.False(
            new NumberShape(0, 1e6).TryBind(
                new ManifestScalar(default, text, IsPlain: true),
                "x",
                new ProblemList(),
                out _
            )
        );

    [Theory]
    [InlineData("0x10")]
    [InlineData("99999999999999999999")]
    public void Whole_number_is_decimal_and_fits(string text) =>
        Assert.False(
            new IntegerShape(0, long.MaxValue).TryBind(
                new ManifestScalar(default, text, IsPlain: true),
                "x",
                new ProblemList(),
                out _
            )
        );

    [Theory]
    [InlineData("modells", "models")]
    [InlineData("Models", "models")]
    [InlineData("mdoels", "models")]
    [InlineData("tunning", "tuning")]
    [InlineData("xxmodels", "models")]
    [InlineData("xxxmodels", null)]
    [InlineData("zzz", null)]
    public void Suggestion_is_the_nearest_name(string written, string? nearest) =>
        Assert.Equal(nearest, Suggestion.For(written, ["models", "tuning", "health"]));

    [Theory]
    [InlineData("gti", "git", true)]
    [InlineData("gitt", "git", true)]
    [InlineData("gi", "git", true)]
    [InlineData("got", "git", true)]
    [InlineData("gott", "git", false)]
    [InlineData("bacx", "abcd", false)]
    [InlineData("zzz", "a", false)]
    public void Short_name_is_one_edit_away_at_most(string written, string name, bool near) =>
        Assert.Equal(near, Suggestion.For(written, [name]) is not null);

    [Fact]
    public void Suggestion_is_the_nearer_one_and_else_the_first_by_name()
    {
        Assert.Equal("cam-10", Suggestion.For("cam-1o", ["cam-21", "cam-10"]));
        Assert.Equal("cam-1", Suggestion.For("cam-3", ["cam-2", "cam-1", "cam-4"]));
    }

    [Fact]
    public void Suggestion_for_a_very_long_name_is_not_looked_for()
    {
        Assert.NotNull(Suggestion.For(new string('m', 64), [new string('m', 63)]));
        Assert.Null(Suggestion.For(new string('m', 65), [new string('m', 65)]));
    }

    [Theory]
    [InlineData("1d", "1d")]
    [InlineData("36h", "1.5d")]
    [InlineData("1s", "1s")]
    [InlineData("90s", "90s")]
    [InlineData("999ms", "999000us")]
    public void Bound_of_a_duration_is_told_in_its_own_unit(string bound, string shown)
    {
        Assert.True(Duration.TryRead(bound, out var time));

        Assert.Equal($"a duration such as 2m, at least {shown} and at most {shown}", Forms.DurationBetween(time, time, "2m").Expected);
    }

    [Theory]
    [InlineData("https://models.example.org/a.onnx", true)]
    [InlineData("http://127.0.0.1:8080/a", true)]
    [InlineData("https://[::1]:8080/a", true)]
    [InlineData("file:///media/a.onnx", true)]
    [InlineData("file:/media/a.onnx", true)]
    [InlineData("oci://registry.example.org/models/vad:6", true)]
    [InlineData("https://user:password@example.org/a", false)]
    [InlineData("HTTPS://example.org/a", false)]
    [InlineData("ftp://example.org/a", false)]
    [InlineData("file:a.onnx", false)]
    [InlineData("https://example.org/a b", false)]
    [InlineData("/etc/passwd", false)]
    public void Source_is_an_address_without_secrets(string source, bool good)
    {
        var json = Samples.Profile.Replace("https://models.example.org/vad/6.onnx", source, StringComparison.Ordinal);

        Assert.Equal(good, ManifestKinds.Profile.Bind(JsonTree.Parse(json)).IsValid);
    }

    [Theory]
    [InlineData("golden/vad", true)]
    [InlineData("golden/vad/v6_2", true)]
    [InlineData("golden", false)]
    [InlineData("golden/", false)]
    [InlineData("golden/../secrets", false)]
    [InlineData("golden//vad", false)]
    [InlineData("/golden/vad", false)]
    [InlineData("models/vad", false)]
    [InlineData("golden/.git", false)]
    public void Golden_cases_lie_below_their_folder(string cases, bool good)
    {
        var json = Samples.Profile.Replace("golden/vad", cases, StringComparison.Ordinal);

        Assert.Equal(good, ManifestKinds.Profile.Bind(JsonTree.Parse(json)).IsValid);
    }

    [Theory]
    [InlineData("stable", true, true)]
    [InlineData("a.b", false, true)]
    [InlineData("-a", false, false)]
    [InlineData("A", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    public void Names_are_told_from_channels(string? text, bool channel, bool name)
    {
        Assert.Equal(channel, ManifestNames.IsChannel(text));
        Assert.Equal(name, ManifestNames.IsName(text));
    }
}
