using GitEdge.Agent.Slots;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Slots;

public sealed class SlotNamesTests
{
    [Theory]
    [InlineData("vad")]
    [InlineData("0")]
    [InlineData("a..b")]
    [InlineData("silero-vad_v5.1")]
    public void Plain_model_names_are_accepted(string name) => Assert.Empty(ErrorsOfModel(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("/abs")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("ä")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void Other_model_names_are_refused(string name) => Assert.NotEmpty(ErrorsOfModel(name));

    [Theory]
    [InlineData("test_data_set_0/input_0.pb")]
    [InlineData("Grüße/Eingabe 1.pb")]
    [InlineData("...")]
    public void Plain_golden_paths_are_accepted(string path) => Assert.Empty(ErrorsOfGolden(path));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void Other_golden_paths_are_refused(string path) => Assert.NotEmpty(ErrorsOfGolden(path));

    [Fact]
    public void Segments_and_paths_beyond_the_file_system_are_refused()
    {
        Assert.Empty(ErrorsOfGolden(new string('a', 255)));
        Assert.NotEmpty(ErrorsOfGolden(new string('a', 256)));
        Assert.NotEmpty(ErrorsOfGolden(new string('ä', 128)));
        Assert.NotEmpty(ErrorsOfGolden(string.Concat(Enumerable.Repeat("a/", 600)) + "a"));
    }

    [Fact]
    public void Every_error_is_reported_at_once()
    {
        var generation = Generation(
            [new SlotModel("a", default, -1), new SlotModel("a", default, 1), new SlotModel("..", default, 1)],
            [new SlotGolden("a", "x", default, 0), new SlotGolden("a", "x/y", default, 0), new SlotGolden("b", "../z", default, 0)]) with
        { Generation = 0 };

        Assert.Equal(7, SlotNames.Errors(generation).Count);
    }

    [Fact]
    public void Staging_hostile_names_is_a_permanent_fault_and_writes_nothing()
    {
        using var directory = new TempDirectory();
        var bench = new SlotBench(directory["data"]);
        var content = bench.Stock(1) with { GoldenFiles = [new GoldenFile("vad", "../../../../escaped", "x"u8.ToArray())] };

        var fault = bench.AssertFailed(Slot.A, content, FaultKind.Permanent, "invalid-content");

        Assert.Contains("escaped", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory["data", "slots"]));
    }

    private static IReadOnlyList<string> ErrorsOfModel(string name) => SlotNames.Errors(Generation([new SlotModel(name, default, 1)], []));

    private static IReadOnlyList<string> ErrorsOfGolden(string path) =>
        SlotNames.Errors(Generation([new SlotModel("m", default, 1)], [new SlotGolden("m", path, default, 0)]));

    private static SlotGeneration Generation(IReadOnlyList<SlotModel> models, IReadOnlyList<SlotGolden> golden) =>
        new() { Generation = 1, Content = default, Models = models, Golden = golden };
}
