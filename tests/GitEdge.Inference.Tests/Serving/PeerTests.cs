using System.Text.Json.Nodes;

namespace GitEdge.Inference.Tests.Serving;

/// <summary>Whose fault it is: what a client sends must not be able to condemn a version that is no worse than its peer.</summary>
[Trait("Category", "Slow")]
public sealed class PeerTests : IDisposable
{
    private readonly SlotTree _tree = new();
    private readonly InferenceServerProcess _server;

    public PeerTests()
    {
        _tree.Add("a", "m", 1, TestModels.Plus(1)).Activate("a")
            .Add("b", "m", 2, TestModels.Plus(2))
            .Add("b", "m", 3, TestModels.NotANumber())
            .Add("b", "m", 4, OnnxModelBuilder.Identity(OnnxType.Double, -1))
            .Add("b", "m", 5, TestModels.AlwaysOne())
            .Add("b", "m", 6, TestModels.AlwaysOne())
            .Add("b", "m", 7, Picks(10))
            .Add("b", "m", 8, Picks(5));
        _server = InferenceServerProcess.Start(_tree.Root);
    }

    [Fact]
    public async Task Client_that_sends_nan_infinity_garbage_and_overflows_condemns_nobody()
    {
        await ServeAsync(2);
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(float.NaN);
            await SendAsync(float.PositiveInfinity);
            await _server.Public.InferAsync("m", "{").ErrorAsync(400);
            await _server.Public.InferAsync("m", """{"inputs":[{"name":"q","shape":[1],"datatype":"FP32","data":[1]}]}""").ErrorAsync(400);
        }
        var counted = await _server.StatisticsAsync("m", 2);

        Assert.Equal("40 0 0 40 0 0", Written(counted));
        Assert.Equal(0, (long)counted["longestConstantRun"]!);
    }

    [Fact]
    public async Task Finite_input_that_overflows_in_both_versions_is_excused()
    {
        await ServeAsync(7);
        await ServeAsync(8);
        // 3.4e38 · 10 is beyond FP32 in both.
        for (var i = 0; i < 5; i++)
            await _server.Public.InferAsync("m", Pick(0, "3.4e38")).JsonAsync();

        Assert.Equal("5 0 0 0 5 0", Written(await _server.StatisticsAsync("m", 8)));
    }

    [Fact]
    public async Task Request_that_fails_in_both_versions_is_excused_and_one_that_fails_in_the_new_alone_counts()
    {
        await ServeAsync(7);
        await ServeAsync(8);
        await _server.Public.InferAsync("m", Pick(99)).ErrorAsync(500);
        Assert.Equal("0 0 0 0 1 0", Written(await _server.StatisticsAsync("m", 8)));
        await _server.Public.InferAsync("m", Pick(7)).ErrorAsync(500);
        await _server.Public.InferAsync("m", Pick(3)).JsonAsync();
        Assert.Equal("2 1 0 0 1 0", Written(await _server.StatisticsAsync("m", 8)));
        // The peer's own counters are of its own requests.
        Assert.Equal("0 0 0 0 0 0", Written(await _server.StatisticsAsync("m", 7)));
    }

    [Fact]
    public async Task Nan_where_the_version_before_has_a_number_is_bad()
    {
        await ServeAsync(3);
        await SendAsync(0);
        await SendAsync(1);

        Assert.Equal("2 0 0 0 0 1", Written(await _server.StatisticsAsync("m", 3)));
    }

    [Fact]
    public async Task Clients_of_the_version_before_that_no_longer_fit_are_failures()
    {
        await ServeAsync(4);
        for (var i = 0; i < 3; i++)
            await _server.Public.InferAsync("m", InferenceCalls.Floats(1)).ErrorAsync(400);
        await _server.Public.InferAsync("m", "[]").ErrorAsync(400);

        Assert.Equal("3 3 3 1 0 0", Written(await _server.StatisticsAsync("m", 4)));
    }

    [Fact]
    public async Task Without_a_version_before_what_is_not_plainly_the_requests_fault_counts()
    {
        await ServeAsync(3);
        await _server.UnloadAsync("m", "\"version\":\"1\"");
        await SendAsync(0);
        await SendAsync(float.NaN);
        await _server.Public.InferAsync("m", "{}").ErrorAsync(400);

        Assert.Equal("2 0 0 1 0 1", Written(await _server.StatisticsAsync("m", 3)));
    }

    [Theory]
    [InlineData(5, 60, 60)]
    [InlineData(6, 16, 16)]
    public async Task Constant_run_grows_only_where_the_version_before_tells_the_requests_apart(int version, long least, long most)
    {
        // Of 6 the version before is 5, which answers as constantly.
        if (version == 6)
            await ServeAsync(5);
        await ServeAsync(version);
        for (var i = 0; i < 60; i++)
            await SendAsync(i);

        Assert.InRange((long)(await _server.StatisticsAsync("m", version))["longestConstantRun"]!, least, most);
    }

    public void Dispose()
    {
        _server.Dispose();
        _tree.Dispose();
    }

    private static string Written(JsonNode counted) =>
        $"{counted["requests"]} {counted["failures"]} {counted["mismatched"]} {counted["rejected"]} {counted["excused"]} {counted["badOutputs"]}";

    private async Task ServeAsync(int version)
    {
        await _server.LoadAsync("m", version);
        await _server.PromoteAsync($"\"m\":\"{version}\"");
    }

    private Task<JsonNode> SendAsync(float value) => _server.Public.InferBinaryAsync("m",
        """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}}]}""", BitConverter.GetBytes(value)).JsonAsync();

    // y = weights[i] · f, with so many weights, all of them 10.
    private static byte[] Picks(int weights) => new OnnxModelBuilder()
        .Input("i", OnnxType.Int64, -1).Input("f", OnnxType.Float, -1).Output("y", OnnxType.Float, -1)
        .Constant("weights", [weights], [.. Enumerable.Repeat(10f, weights)])
        .Node("Gather", ["weights", "i"], ["w"]).Node("Mul", ["w", "f"], ["y"]).Build();

    private static string Pick(int index, string factor = "1") =>
        $$"""{"inputs":[{"name":"i","shape":[1],"datatype":"INT64","data":[{{index}}]},{"name":"f","shape":[1],"datatype":"FP32","data":[{{factor}}]}]}""";
}
