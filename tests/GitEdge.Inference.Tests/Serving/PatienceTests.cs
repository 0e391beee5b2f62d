using System.Text.Json.Nodes;

namespace GitEdge.Inference.Tests.Serving;

/// <summary>Requests that their clients do not wait for to the end.</summary>
[Trait("Category", "Slow")]
public sealed class PatienceTests : IDisposable
{
    private const long ForEver = long.MaxValue;

    // Microseconds: far more than a second, however late a busy machine begins.
    private const long Long = 8_000_000;

    private readonly SlotTree _tree = new SlotTree().Add("a", "m", 1, TestModels.Turns()).Activate("a")
        .Add("b", "m", 2, TestModels.NoTurns()).Add("b", "m", 3, TestModels.ForEver()).Add("b", "m", 4, TestModels.ForEver());

    private readonly InferenceServerProcess _server;

    // What is not ended is waited for longer than any test takes.
    public PatienceTests() => _server = InferenceServerProcess.Start(_tree.Root, ["--drain-seconds", "3600"]);

    public void Dispose()
    {
        _server.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public async Task Run_ends_when_its_client_goes_away()
    {
        await _server.LoadAsync("m", 2);
        using var patience = new CancellationTokenSource();
        var used = _server.ProcessorTime;
        var given = Enumerable.Range(0, 20).Select(_ => _server.Public.PostAsync("v2/models/m/versions/1/infer", new StringContent(Request(ForEver)), patience.Token)).ToArray();
        await Until.TrueAsync(() => _server.ProcessorTime - used > TimeSpan.FromMilliseconds(100), "the model to run");
        await patience.CancelAsync();
        foreach (var one in given)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await _server.PromoteAsync("\"m\":\"2\"");
        // Answers when the last request has ended.
        Assert.Equal("[\"1\"]", (await _server.UnloadAsync("m", "\"version\":\"1\""))["versions"]!.ToJsonString());
    }

    [Fact]
    public async Task Timeout_of_a_request_ends_it_and_nothing_else()
    {
        var error = await _server.Public.InferAsync("m", Request(ForEver, 50_000)).ErrorAsync(504);
        Assert.Equal("model 'm' version 1 was ended: the request's timeout, or --max-request-seconds, has passed", error);
        for (var turns = 1; turns < 20; turns++)
            Assert.Equal(turns, (int)(await _server.Public.InferAsync("m", Request(turns, turns % 2 * 60_000_000L)).JsonAsync())["outputs"]![0]!["data"]![0]!);
        await _server.Public.InferAsync("m", Request(ForEver, 1)).ErrorAsync(504);
        // Nobody blames a version for not being waited for.
        Assert.Equal("19 0 0", Written(await _server.StatisticsAsync("m", 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60_000_000)]
    public async Task Limit_of_the_server_ends_a_request_that_asks_for_more_too(long timeout)
    {
        using var server = InferenceServerProcess.Start(_tree.Root, ["--max-request-seconds", "1"], socket: Path.Combine(_tree.Root, "other.sock"));
        Assert.Contains("--max-request-seconds", await server.Public.InferAsync("m", Request(ForEver, timeout)).ErrorAsync(504), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"1s\"")]
    public async Task Timeout_that_is_no_number_of_microseconds_is_refused(string timeout) => Assert.Equal(
        "parameter 'timeout' must be a whole number of microseconds",
        await _server.Public.InferAsync("m", $$$"""{"parameters":{"timeout":{{{timeout}}}},"inputs":[]}""").ErrorAsync(400));

    [Fact]
    public async Task Version_that_hangs_where_the_one_before_answers_fails_though_its_clients_are_impatient()
    {
        await ServeAsync(2);
        await ServeAsync(3);
        await _server.Public.InferAsync("m", Request(1, Long)).ErrorAsync(504);
        Assert.Equal("1 1 0", Written(await _server.StatisticsAsync("m", 3)));
        // Too short to say anything.
        await _server.Public.InferAsync("m", Request(1, 100_000)).ErrorAsync(504);
        Assert.Equal("1 1 0", Written(await _server.StatisticsAsync("m", 3)));
    }

    [Fact]
    public async Task Version_that_is_as_slow_as_the_one_before_is_excused()
    {
        await ServeAsync(3);
        await ServeAsync(4);
        await _server.Public.InferAsync("m", Request(1, Long)).ErrorAsync(504);
        Assert.Equal("0 0 1", Written(await _server.StatisticsAsync("m", 4)));
    }

    [Fact]
    public async Task Without_a_version_before_a_long_wait_in_vain_is_a_failure()
    {
        await _server.Public.InferAsync("m", Request(ForEver, Long)).ErrorAsync(504);
        Assert.Equal("1 1 0", Written(await _server.StatisticsAsync("m", 1)));
    }

    private static string Written(JsonNode counted) => $"{counted["requests"]} {counted["failures"]} {counted["excused"]}";

    private static string Request(long turns, long timeout = 0) =>
        $$$"""{"parameters":{"timeout":{{{timeout}}}},"inputs":[{"name":"x","shape":[],"datatype":"INT64","data":[{{{turns}}}]}]}""";

    private async Task ServeAsync(long version)
    {
        await _server.LoadAsync("m", version);
        await _server.PromoteAsync($"\"m\":\"{version}\"");
    }
}
