using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Tests.Models;

[Trait("Category", "Slow")]
public sealed class HotSwapTests
{
    private const int Clients = 8;

    [Fact]
    public async Task Swap_under_load_fails_no_request_and_every_client_sees_it_once()
    {
        using var tree = new SlotTree()
            .Add("a", "vad", 5, File.ReadAllBytes(Repository.Silero("v5"))).Activate("a")
            .Add("b", "vad", 6, File.ReadAllBytes(Repository.Silero("v6")));
        using var server = InferenceServerProcess.Start(tree.Root);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => Ask(server, stop))).ToArray();
        await Task.Delay(500);
        await server.LoadAsync("vad", 6);
        await Task.Delay(300);
        await server.PromoteAsync("\"vad\":\"6\"");
        await server.UnloadAsync("vad", "\"version\":\"5\"");
        await Task.Delay(500);
        await stop.CancelAsync();
        var seen = await Task.WhenAll(clients);
        string[] expected = [Digest(tree, "a", 5), Digest(tree, "b", 6)];
        Assert.All(seen, digests => Assert.Equal(expected, Changes(digests)));
        Assert.Equal(0, (long)(await server.StatisticsAsync("vad", 6))["failures"]!);
    }

    [Fact]
    public async Task Many_swaps_of_two_models_are_each_one_change()
    {
        using var tree = new SlotTree().Activate("a");
        foreach (var version in (long[])[1, 2])
            tree.Add("b", "plus", version, TestModels.Plus(version));
        using var server = InferenceServerProcess.Start(tree.Root);
        await server.LoadAsync("plus", 1);
        await server.PromoteAsync("\"plus\":\"1\"");
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentBag<string>();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var answer = await server.Public.InferAsync("plus", InferenceCalls.Floats(0)).JsonAsync();
                answers.Add($"{answer["model_version"]} {answer["outputs"]![0]!["data"]![0]}");
            }
        })).ToArray();
        for (var swap = 0; swap < 20; swap++)
        {
            var (next, last) = swap % 2 == 0 ? (2, 1) : (1, 2);
            await server.LoadAsync("plus", next);
            await server.PromoteAsync($"\"plus\":\"{next}\"");
            await server.UnloadAsync("plus", $"\"version\":\"{last}\"");
        }
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        // Version 1 adds one, version 2 adds two: no answer was ever given under the other's name.
        Assert.Equal(["1 1", "2 2"], answers.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unload_waits_for_the_request_that_runs()
    {
        using var tree = new SlotTree().Add("a", "slow", 1, TestModels.Slow(30)).Activate("a").Add("b", "slow", 2, TestModels.Plus(1));
        using var server = InferenceServerProcess.Start(tree.Root);
        await server.LoadAsync("slow", 2);
        var running = server.Public.InferAsync("slow", SlowRequest).JsonAsync();
        await WaitUntilRuns(running);
        await server.PromoteAsync("\"slow\":\"2\"");
        var unloading = server.UnloadAsync("slow", "\"version\":\"1\"");
        await WaitUntilGone(server);
        // While it drains, the version is out of reach for others and the rest answers.
        await server.Public.InferAsync("slow", SlowRequest, "1").ErrorAsync(404);
        await server.Public.InferAsync("slow", InferenceCalls.Floats(1)).JsonAsync();
        Assert.False(running.IsCompleted, "The slow request should outlast the checks.");
        Assert.False(unloading.IsCompleted, "The unload should wait for the slow request.");
        Assert.Equal("1", (string)(await running)["model_version"]!);
        Assert.Equal("[\"1\"]", (await unloading)["versions"]!.ToJsonString());
    }

    [Fact]
    public async Task Unload_ends_requests_that_never_would_and_the_other_version_answers_all_the_while()
    {
        using var tree = new SlotTree().Add("a", "loop", 1, TestModels.Turns()).Activate("a").Add("b", "loop", 2, TestModels.Plus(1));
        using var server = InferenceServerProcess.Start(tree.Root, ["--drain-seconds", "1"]);
        await server.LoadAsync("loop", 2);
        var stuck = Enumerable.Range(0, 20).Select(_ => server.Public.InferAsync("loop", TurnsRequest(long.MaxValue)).ErrorAsync(500)).ToArray();
        await Task.Delay(500);
        await server.PromoteAsync("\"loop\":\"2\"");
        await server.Public.InferAsync("loop", InferenceCalls.Floats(1)).JsonAsync();
        Assert.All(stuck, request => Assert.False(request.IsCompleted));
        await server.UnloadAsync("loop", "\"version\":\"1\"");
        await Task.WhenAll(stuck);
        await server.Public.InferAsync("loop", InferenceCalls.Floats(1)).JsonAsync();
    }

    [Fact]
    public async Task Model_that_hangs_on_its_warm_up_does_not_keep_the_others_from_being_served()
    {
        using var tree = new SlotTree().Add("a", "hangs", 1, TestModels.ForEver()).Add("a", "plus", 1, TestModels.Plus(1)).Activate("a");
        using var server = InferenceServerProcess.Start(tree.Root);
        await server.Public.InferAsync("plus", InferenceCalls.Floats(1)).JsonAsync();
        var index = await server.AdminAsync("v2/repository/index", "");
        Assert.Contains("longer than", (string)index[0]!["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_takes_no_new_connection_and_finishes_what_runs()
    {
        using var tree = new SlotTree().Add("a", "slow", 1, TestModels.Slow(30)).Activate("a");
        using var server = InferenceServerProcess.Start(tree.Root);
        var running = server.Public.InferAsync("slow", SlowRequest).JsonAsync();
        await WaitUntilRuns(running);
        server.Terminate();
        Assert.Equal("1", (string)(await running)["model_version"]!);
        Assert.Equal(0, server.WaitForExit());
        Assert.False(File.Exists(server.AdminSocket));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Public.GetAsync("v2"));
    }

    private const string SlowRequest = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""";

    private static string TurnsRequest(long turns) => $$"""{"inputs":[{"name":"x","shape":[],"datatype":"INT64","data":[{{turns}}]}]}""";

    private static async Task WaitUntilRuns(Task<JsonNode> running)
    {
        await Task.Delay(300);
        Assert.False(running.IsCompleted, "The slow model is too fast for this test.");
    }

    private static async Task WaitUntilGone(InferenceServerProcess server)
    {
        while ((await server.AdminAsync("v2/repository/index", "")).AsArray().Count > 1)
            await Task.Delay(5);
    }

    private static async Task<List<string>> Ask(InferenceServerProcess server, CancellationTokenSource stop)
    {
        var digests = new List<string>();
        var request = SileroRequest.Json(new float[512]);
        while (!stop.IsCancellationRequested)
        {
            using var response = await server.Public.InferAsync("vad", request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            digests.Add(response.Headers.GetValues("GitEdge-Model-Digest").Single());
        }
        return digests;
    }

    private static List<string> Changes(List<string> digests) =>
        [.. digests.Where((digest, i) => i == 0 || !string.Equals(digests[i - 1], digest, StringComparison.Ordinal))];

    private static string Digest(SlotTree tree, string slot, long version) =>
        Sha256Digest.Of(File.ReadAllBytes(tree.ModelFile(slot, "vad", version))).ToString();
}
