using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Tests.Admin;

public sealed class RepositoryTests : IDisposable
{
    private readonly SlotTree _tree = new SlotTree()
        .Add("a", "plus", 1, TestModels.Plus(1)).Add("a", "other", 1, TestModels.Plus(10)).Activate("a")
        .Add("b", "plus", 2, TestModels.Plus(2)).Add("b", "other", 2, TestModels.Plus(20)).Add("b", "new", 2, TestModels.AlwaysOne())
        .Add("b", "broken", 2, [8, 8, 0]);

    private readonly InferenceServerProcess _server;

    public RepositoryTests() => _server = InferenceServerProcess.Start(_tree.Root);

    public void Dispose()
    {
        _server.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public async Task Index_lists_every_version_with_digest_default_and_size()
    {
        await _server.LoadAsync("plus", 2);
        var index = (await _server.AdminAsync("v2/repository/index", "")).AsArray();
        Assert.Equal(["other 1 READY True", "plus 1 READY True", "plus 2 READY False"],
            index.Select(entry => $"{entry!["name"]} {entry["version"]} {entry["state"]} {(bool)entry["default"]!}"));
        Assert.Equal(Digest("b", "plus", 2), (string)index[2]!["digest"]!);
        Assert.Equal(new FileInfo(_tree.ModelFile("b", "plus", 2)).Length, (long)index[2]!["size"]!);
        Assert.Equal("", (string)index[2]!["reason"]!);
    }

    [Fact]
    public async Task Loaded_version_answers_by_number_beside_the_default()
    {
        var reply = await _server.LoadAsync("plus", 2);
        Assert.Equal(Digest("b", "plus", 2), (string)reply["digest"]!);
        Assert.True((double)reply["loadMilliseconds"]! > 0);
        Assert.Equal(2, await Answer("plus"));
        Assert.Equal(2, await Answer("plus", "1"));
        Assert.Equal(3, await Answer("plus", "2"));
        Assert.Equal("[\"1\",\"2\"]", (await _server.Public.GetAsync("v2/models/plus").JsonAsync())["versions"]!.ToJsonString());
    }

    [Fact]
    public async Task Load_of_what_is_loaded_changes_nothing_and_another_digest_is_409()
    {
        await _server.LoadAsync("plus", 2);
        var again = await _server.AdminAsync("v2/repository/models/plus/load", Parameters("2", Digest("b", "plus", 2)));
        Assert.Equal(0, (double)again["loadMilliseconds"]!);
        var other = await _server.AdminAsync("v2/repository/models/plus/load", Parameters("2", Digest("a", "plus", 1)), 409);
        Assert.Equal("other-digest", (string)other["code"]!);
    }

    [Fact]
    public async Task File_with_another_digest_is_not_loaded()
    {
        var refused = await _server.AdminAsync("v2/repository/models/plus/load", Parameters("2", Digest("a", "plus", 1)), 422);
        Assert.Equal("digest-mismatch", (string)refused["code"]!);
        Assert.Contains(Digest("b", "plus", 2), (string)refused["error"]!, StringComparison.Ordinal);
        Assert.Equal("UNAVAILABLE", await StateOf("plus", "2"));
        await _server.PromoteAsync("\"plus\":\"2\"", 404);
        // The next try, with the right digest, is taken.
        await _server.AdminAsync("v2/repository/models/plus/load", Parameters("2", Digest("b", "plus", 2)));
        Assert.Equal("READY", await StateOf("plus", "2"));
    }

    [Theory]
    [InlineData("../../../../../secret")]
    [InlineData("weights.bin")]
    [InlineData("/proc/self/environ")]
    public async Task Model_that_names_another_file_is_refused(string location)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(_tree.ModelFile("b", "plus", 2))!, "weights.bin"), "TOP-SECRET-DATA!");
        _tree.Add("b", "far", 1, new OnnxModelBuilder().Input("x", OnnxType.Float, 4).Output("y", OnnxType.Float, 4)
            .Part(5, OnnxTensor.External("w", OnnxType.Float, [4], location)).Node("Add", ["x", "w"], ["y"]).Build());
        var refused = await _server.LoadAsync("far", 1, status: 422);

        Assert.Equal("external-data", (string)refused["code"]!);
        Assert.Contains("its tensor 'w' is kept in another file (external data), which no digest covers. Write the weights into the model", (string)refused["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_model_says_is_told_in_few_words_and_on_one_line()
    {
        _tree.Add("b", "loud", 1, new OnnxModelBuilder().Input("x", OnnxType.Float, 4).Output("y", OnnxType.Float, 4)
            .Node("Evil\u001b[2J\n" + new string('x', 1_000_000), ["x"], ["y"]).Build());
        var refused = await _server.LoadAsync("loud", 1, status: 422);
        var index = await _server.AdminAsync("v2/repository/index", "");
        var answered = await _server.Public.InferAsync("loud", "{}", "1").ErrorAsync(503);

        string[] told = [(string)refused["error"]!, (string)index.AsArray().Single(one => (string)one!["name"]! == "loud")!["reason"]!, answered];
        Assert.Equal("load-failed", (string)refused["code"]!);
        Assert.All(told, text => Assert.InRange(text.Length, 50, 1100));
        Assert.All(told, text => Assert.Contains("Evil\\u001b[2J\\nxxx", text, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', _server.Log);
        Assert.True(_server.Log.Length < 10_000);
    }

    [Fact]
    public async Task Broken_model_is_unavailable_with_the_reason_and_harms_nothing()
    {
        var refused = await _server.LoadAsync("broken", 2, status: 422);
        Assert.Equal("unsupported-model", (string)refused["code"]!);
        Assert.Equal("UNAVAILABLE", await StateOf("broken", "2"));
        Assert.Equal(2, await Answer("plus"));
        await _server.UnloadAsync("broken", "\"version\":\"2\"");
        Assert.Equal("", await StateOf("broken", "2"));
    }

    [Theory]
    [InlineData("plus", "7", "b", 404, "no-such-file")]
    [InlineData("plus", "07", "b", 400, "bad-version")]
    [InlineData("plus", "../1", "b", 400, "bad-version")]
    [InlineData("plus", "1", "c", 400, "bad-slot")]
    [InlineData("plus", "1", "../a", 400, "bad-slot")]
    [InlineData("Plus", "1", "b", 400, "bad-name")]
    [InlineData(".plus", "1", "b", 400, "bad-name")]
    public async Task Load_of_what_is_not_in_a_slot_is_refused(string model, string version, string slot, int status, string code)
    {
        var refused = await _server.AdminAsync($"v2/repository/models/{model}/load", $$$"""{"parameters":{"version":"{{{version}}}","slot":"{{{slot}}}"}}""", status);
        Assert.Equal(code, (string)refused["code"]!);
    }

    [Theory]
    [InlineData("models/plus/load", "{", "bad-request")]
    [InlineData("models/plus/load", "{}", "bad-version")]
    [InlineData("models/plus/load", """{"parameters":{"version":"2","digset":"x"}}""", "bad-request")]
    [InlineData("models/plus/load", """{"parameters":{"version":"2","digest":"sha256:12"}}""", "bad-digest")]
    [InlineData("models/plus/unload", """{"parameters":{"version":"x"}}""", "bad-version")]
    [InlineData("promote", "{}", "no-versions")]
    [InlineData("promote", """{"versions":{}}""", "no-versions")]
    public async Task Request_that_is_wrong_is_told_what(string call, string body, string code) =>
        Assert.Equal(code, (string)(await _server.AdminAsync($"v2/repository/{call}", body, 400))["code"]!);

    [Fact]
    public async Task Promoting_several_models_is_one_change_and_can_be_repeated()
    {
        await _server.LoadAsync("plus", 2);
        await _server.LoadAsync("other", 2);
        await _server.LoadAsync("new", 2);
        const string All = "\"plus\":\"2\",\"other\":\"2\",\"new\":\"2\"";
        var reply = await _server.PromoteAsync(All);
        Assert.Equal("""{"plus":"1","other":"1","new":null}""", reply["previous"]!.ToJsonString());
        Assert.True((double)reply["microseconds"]! >= 0);
        Assert.Equal((3, 21, 1), (await Answer("plus"), await Answer("other"), await Answer("new")));
        Assert.Equal("""{"plus":"2","other":"2","new":"2"}""", (await _server.PromoteAsync(All))["previous"]!.ToJsonString());
    }

    [Fact]
    public async Task Promotion_with_one_version_missing_promotes_none()
    {
        await _server.LoadAsync("plus", 2);
        var refused = await _server.PromoteAsync("\"plus\":\"2\",\"other\":\"2\"", 404);
        Assert.Equal("not-ready", (string)refused["code"]!);
        Assert.Equal((2, 11), (await Answer("plus"), await Answer("other")));
    }

    [Fact]
    public async Task Model_without_default_answers_by_version_only()
    {
        await _server.LoadAsync("new", 2);
        Assert.Contains("no default version", await _server.Public.InferAsync("new", InferenceCalls.Floats(1)).ErrorAsync(404), StringComparison.Ordinal);
        Assert.Equal(1, await Answer("new", "2"));
    }

    [Fact]
    public async Task Unload_keeps_the_default_unless_forced_and_can_be_repeated()
    {
        await _server.LoadAsync("plus", 2);
        Assert.Equal("is-default", (string)(await _server.UnloadAsync("plus", "\"version\":\"1\"", 409))["code"]!);
        Assert.Equal("is-default", (string)(await _server.UnloadAsync("plus", "", 409))["code"]!);
        await _server.PromoteAsync("\"plus\":\"2\"");
        Assert.Equal("[\"1\"]", (await _server.UnloadAsync("plus", "\"version\":\"1\""))["versions"]!.ToJsonString());
        Assert.Equal("[]", (await _server.UnloadAsync("plus", "\"version\":\"1\""))["versions"]!.ToJsonString());
        await _server.Public.InferAsync("plus", InferenceCalls.Floats(1), "1").ErrorAsync(404);
        Assert.Equal("[\"2\"]", (await _server.UnloadAsync("plus", "\"force\":true"))["versions"]!.ToJsonString());
        await _server.Public.InferAsync("plus", InferenceCalls.Floats(1)).ErrorAsync(404);
        Assert.DoesNotContain("model=\"plus\"", await _server.Public.GetStringAsync("metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_count_from_the_load_and_leave_the_warm_up_out()
    {
        var fresh = await _server.StatisticsAsync("plus", 1);
        Assert.Equal("0 0 0 0", $"{fresh["requests"]} {fresh["failures"]} {fresh["badOutputs"]} {fresh["longestConstantRun"]}");
        Assert.Null(fresh["latencyMicroseconds"]!["p50"]);
        for (var i = 0; i < 9; i++)
            await Answer("plus");
        await _server.Public.InferAsync("plus", "{}").ErrorAsync(400);
        var counted = await _server.StatisticsAsync("plus", 1);
        Assert.Equal("9 0 1", $"{counted["requests"]} {counted["failures"]} {counted["rejected"]}");
        Assert.True((long)counted["latencyMicroseconds"]!["p50"]! > 0);
        Assert.True((long)counted["latencyMicroseconds"]!["p99"]! >= (long)counted["latencyMicroseconds"]!["p50"]!);
        Assert.True((long)counted["residentBytes"]! > 20_000_000);
        Assert.Equal(Digest("a", "plus", 1), (string)counted["digest"]!);
        Assert.Equal((string)fresh["since"]!, (string)counted["since"]!);
        await _server.StatisticsAsync("plus", 3, 404);
    }

    [Fact]
    public async Task Statistics_notice_answers_that_are_no_numbers_and_answers_that_never_change()
    {
        _tree.Add("b", "nan", 2, TestModels.NotANumber());
        await _server.LoadAsync("nan", 2);
        await _server.LoadAsync("new", 2);
        foreach (var value in (float[])[1, 0, 2, 0, 3, 4])
        {
            await Infer("nan", "2", value);
            await Infer("new", "2", value);
        }
        Assert.Equal(2, (long)(await _server.StatisticsAsync("nan", 2))["badOutputs"]!);
        var constant = await _server.StatisticsAsync("new", 2);
        Assert.Equal("0 6", $"{constant["badOutputs"]} {constant["longestConstantRun"]}");
        await Infer("plus", "1", 5);
        await Infer("plus", "1", 5);
        Assert.Equal(1, (long)(await _server.StatisticsAsync("plus", 1))["longestConstantRun"]!);
    }

    private static string Parameters(string version, string digest) =>
        $$$"""{"parameters":{"slot":"b","version":"{{{version}}}","digest":"{{{digest}}}"}}""";

    private string Digest(string slot, string model, long version) =>
        Sha256Digest.Of(File.ReadAllBytes(_tree.ModelFile(slot, model, version))).ToString();

    private Task<float> Answer(string model, string? version = null) => Infer(model, version, 1);

    private async Task<float> Infer(string model, string? version, float value)
    {
        var answer = await _server.Public.InferAsync(model, InferenceCalls.Floats(value), version).JsonAsync();
        return (float?)answer["outputs"]![0]!["data"]![0] ?? float.NaN;
    }

    private async Task<string> StateOf(string model, string version) =>
        (await _server.AdminAsync("v2/repository/index", "")).AsArray()
            .Where(entry => (string)entry!["name"]! == model && (string)entry["version"]! == version)
            .Select(entry => (string)entry!["state"]!).SingleOrDefault() ?? "";
}
