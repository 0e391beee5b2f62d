using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitEdge.Inference.Tests.Metrics;

/// <summary>Statistics as Triton's clients read them.</summary>
public sealed partial class StatisticsExtensionTests : IDisposable
{
    private readonly SlotTree _tree = new SlotTree()
        .Add("a", "plus", 1, TestModels.Plus(1)).Add("a", "plus", 2, TestModels.Plus(2)).Add("a", "broken", 1, [1, 2, 3]).Activate("a");

    private readonly InferenceServerProcess _server;

    public StatisticsExtensionTests() => _server = InferenceServerProcess.Start(_tree.Root);

    public void Dispose()
    {
        _server.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public async Task Version_is_told_in_the_form_of_the_extension()
    {
        for (var i = 0; i < 3; i++)
            await _server.Public.InferAsync("plus", InferenceCalls.Floats(1)).JsonAsync();
        var text = await _server.Public.GetStringAsync("v2/models/plus/versions/2/stats");
        const string Computing = """
            "compute_input":{"count":3,"ns":N},"compute_infer":{"count":3,"ns":N},"compute_output":{"count":3,"ns":N}
            """;
        Assert.Equal(
            $$$"""{"model_stats":[{"name":"plus","version":"2","last_inference":N,"inference_count":3,"execution_count":3,"inference_stats":{"success":{"count":3,"ns":N},"fail":{"count":0,"ns":0},"queue":{"count":3,"ns":N},{{{Computing}}},"cache_hit":{"count":0,"ns":0},"cache_miss":{"count":0,"ns":0}},"batch_stats":[{"batch_size":1,{{{Computing}}}}]}]}""",
            Measured().Replace(text, "N"));
    }

    [Fact]
    public async Task Parts_of_the_time_are_no_more_than_the_whole()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await _server.Public.InferAsync("plus", InferenceCalls.Floats(1)).JsonAsync();
        var stat = (await StatsAsync("v2/models/plus/versions/2/stats")).Single()!;
        Assert.InRange((long)stat["last_inference"]!, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        long Nanoseconds(string of) => (long)stat["inference_stats"]![of]!["ns"]!;
        Assert.InRange(Nanoseconds("compute_infer"), 1, Nanoseconds("success"));
        Assert.True(Nanoseconds("queue") + Nanoseconds("compute_input") + Nanoseconds("compute_infer") + Nanoseconds("compute_output") <= Nanoseconds("success"));
    }

    [Theory]
    [InlineData("v2/models/stats", "plus 1", "plus 2")]
    [InlineData("v2/models/plus/stats", "plus 1", "plus 2")]
    [InlineData("v2/models/plus/versions/1/stats", "plus 1")]
    public async Task Without_a_version_or_a_model_all_of_them_are_told(string path, params string[] expected) =>
        Assert.Equal(expected, (await StatsAsync(path)).Select(stat => $"{stat!["name"]} {stat["version"]}"));

    [Fact]
    public async Task Version_that_was_not_asked_has_no_batches()
    {
        var stat = (await StatsAsync("v2/models/plus/versions/1/stats")).Single()!;
        Assert.Equal("[]", stat["batch_stats"]!.ToJsonString());
        Assert.Equal(0, (long)stat["last_inference"]!);
    }

    [Fact]
    public async Task Failure_is_counted_with_its_time()
    {
        _tree.Add("a", "vad", 1, File.ReadAllBytes(Repository.Silero("v5")));
        await _server.LoadAsync("vad", 1, "a");
        const string Request = """{"inputs":[{"name":"input","shape":[1,1],"datatype":"FP32","data":[0]},{"name":"state","shape":[2,1,128],"datatype":"FP32","data":ZEROS},{"name":"sr","shape":[],"datatype":"INT64","data":[16000]}]}""";
        await _server.Public.InferAsync("vad", Request.Replace("ZEROS", $"[{string.Join(',', new int[256])}]", StringComparison.Ordinal), "1").ErrorAsync(500);
        var failed = (await StatsAsync("v2/models/vad/stats")).Single()!["inference_stats"]!["fail"]!;
        Assert.Equal(1, (int)failed["count"]!);
        Assert.True((long)failed["ns"]! > 0);
    }

    [Theory]
    [InlineData("v2/models/none/stats", 404)]
    [InlineData("v2/models/plus/versions/3/stats", 404)]
    [InlineData("v2/models/broken/stats", 503)]
    public async Task What_is_not_loaded_has_none(string path, int status) =>
        Assert.NotEmpty(await _server.Public.GetAsync(path).ErrorAsync(status));

    private async Task<JsonArray> StatsAsync(string path) => (await _server.Public.GetAsync(path).JsonAsync())["model_stats"]!.AsArray();

    [GeneratedRegex("""(?<="(ns|last_inference)":)[1-9][0-9]*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Measured();
}
