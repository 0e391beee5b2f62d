using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
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
        var seen = Enumerable.Range(0, Clients).Select(_ => new ConcurrentQueue<string>()).ToArray();
        var clients = seen.Select(digests => Task.Run(() => Ask(server, digests, stop))).ToArray();
        string[] expected = [Digest(tree, "a", 5), Digest(tree, "b", 6)];
        await EveryClientSeesAsync(seen, expected[0], clients);
        await server.LoadAsync("vad", 6);
        await server.PromoteAsync("\"vad\":\"6\"");
        await server.UnloadAsync("vad", "\"version\":\"5\"");
        await EveryClientSeesAsync(seen, expected[1], clients);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.All(seen, digests => Assert.Equal(expected, Changes([.. digests])));
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
        var answers = new ConcurrentQueue<string>();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var answer = await server.Public.InferAsync("plus", InferenceCalls.Floats(0)).JsonAsync();
                answers.Enqueue($"{answer["model_version"]} {answer["outputs"]![0]!["data"]![0]}");
            }
        })).ToArray();
        for (var swap = 0; swap < 20; swap++)
        {
            var (next, last) = swap % 2 == 0 ? (2, 1) : (1, 2);
            await server.LoadAsync("plus", next);
            await server.PromoteAsync($"\"plus\":\"{next}\"");
            // However fast the swaps, clients have asked in between.
            var before = answers.Count;
            await Until.TrueAsync(() => answers.Count > before + Clients || Array.Exists(clients, client => client.IsCompleted), "answers between two swaps");
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
        using var tree = new SlotTree().Add("a", "turns", 1, TestModels.Turns()).Activate("a").Add("b", "turns", 2, TestModels.Plus(1));
        using var server = InferenceServerProcess.Start(tree.Root, LongDrain);
        await server.LoadAsync("turns", 2);
        await LongerUntilAsync(turns => OutlastsItsVersionAsync(server, turns));
    }

    [Fact]
    public async Task Unload_ends_requests_that_never_would_and_the_other_version_answers_all_the_while()
    {
        using var tree = new SlotTree().Add("a", "loop", 1, TestModels.Turns()).Activate("a").Add("b", "loop", 2, TestModels.Plus(1));
        using var server = InferenceServerProcess.Start(tree.Root, ["--drain-seconds", "1"]);
        await server.LoadAsync("loop", 2);
        var used = server.ProcessorTime;
        var stuck = Enumerable.Range(0, 20).Select(_ => server.Public.InferAsync("loop", TurnsRequest(long.MaxValue), "1")).ToArray();
        await UntilItRunsAsync(server, used, stuck[0]);
        await server.PromoteAsync("\"loop\":\"2\"");
        await server.Public.InferAsync("loop", InferenceCalls.Floats(1)).JsonAsync();
        Assert.All(stuck, request => Assert.False(request.IsCompleted));
        await server.UnloadAsync("loop", "\"version\":\"1\"");
        var answers = await Task.WhenAll(stuck);
        // What comes in when the version has gone, however late the client sends it, is told so.
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.NotFound, $"{answer.StatusCode}"));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.InternalServerError);
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
        using var tree = new SlotTree().Add("a", "turns", 1, TestModels.Turns()).Activate("a");
        await LongerUntilAsync(turns => OutlastsTheListenerAsync(tree, turns));
    }

    // How long a request runs is asked of the model: as long as it takes on this machine to be still there at the end of the checks.
    private static async Task LongerUntilAsync(Func<long, Task<bool>> outlasts)
    {
        var turns = 200_000L;
        while (!await outlasts(turns))
            Assert.True((turns *= 4) < 1L << 36, "However long the request runs, it is never still there at the end of the checks.");
    }

    /// <summary>Whether the request was seen to run still when its version was gone and its unload not done.</summary>
    private static async Task<bool> OutlastsItsVersionAsync(InferenceServerProcess server, long turns)
    {
        await server.LoadAsync("turns", 1, "a");
        await server.PromoteAsync("\"turns\":\"1\"");
        var running = await StartAsync(server, turns);
        await server.PromoteAsync("\"turns\":\"2\"");
        var unloading = server.UnloadAsync("turns", "\"version\":\"1\"");
        await UntilGoneAsync(server);
        // While it drains, the version is out of reach for others and the rest answers.
        await server.Public.InferAsync("turns", TurnsRequest(1), "1").ErrorAsync(404);
        await server.Public.InferAsync("turns", InferenceCalls.Floats(1)).JsonAsync();
        var outlasts = !unloading.IsCompleted && !running.IsCompleted;
        await AssertTurnedAsync(running, turns);
        Assert.Equal("[\"1\"]", (await unloading)["versions"]!.ToJsonString());
        return outlasts;
    }

    /// <summary>Whether the request was seen to run still when new connections were refused.</summary>
    private static async Task<bool> OutlastsTheListenerAsync(SlotTree tree, long turns)
    {
        using var server = InferenceServerProcess.Start(tree.Root, LongDrain);
        var running = await StartAsync(server, turns);
        server.Terminate();
        await Until.TrueAsync(() => IsRefused(server.Url), "new connections refused");
        var outlasts = !running.IsCompleted;
        await AssertTurnedAsync(running, turns);
        Assert.Equal(0, server.WaitForExit());
        Assert.False(File.Exists(server.AdminSocket));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Public.GetAsync("v2"));
        return outlasts;
    }

    private static readonly string[] LongDrain = ["--drain-seconds", "3600"];

    private static string TurnsRequest(long turns) => $$"""{"inputs":[{"name":"x","shape":[],"datatype":"INT64","data":[{{turns}}]}]}""";

    private static async Task AssertTurnedAsync(Task<HttpResponseMessage> running, long turns)
    {
        var answer = await running.JsonAsync();
        Assert.Equal("1", (string)answer["model_version"]!);
        // Counted in single precision, which goes no further than 2^24 by ones.
        Assert.Equal(Math.Min(turns, 1 << 24), (float)answer["outputs"]![0]!["data"]![0]!);
    }

    /// <summary>A request that runs, or has run, when this ends; not one that is still on its way.</summary>
    private static async Task<Task<HttpResponseMessage>> StartAsync(InferenceServerProcess server, long turns)
    {
        // The connection is open then, and what is done once has been done.
        await server.Public.InferAsync("turns", TurnsRequest(1)).JsonAsync();
        var used = server.ProcessorTime;
        var running = server.Public.InferAsync("turns", TurnsRequest(turns));
        await UntilItRunsAsync(server, used, running);
        return running;
    }

    // Nothing else makes a server that was idle work for so long.
    private static Task UntilItRunsAsync(InferenceServerProcess server, TimeSpan used, Task running) =>
        Until.TrueAsync(() => running.IsCompleted || server.ProcessorTime - used > TimeSpan.FromMilliseconds(400), "the request to run");

    private static async Task UntilGoneAsync(InferenceServerProcess server) =>
        await Until.TrueAsync(async () => (await server.AdminAsync("v2/repository/index", "")).AsArray().Count == 1, "the version to be gone");

    private static Task EveryClientSeesAsync(ConcurrentQueue<string>[] seen, string digest, Task[] clients) => Until.TrueAsync(
        () => Array.TrueForAll(seen, digests => digests.Contains(digest)) || Array.Exists(clients, client => client.IsCompleted), "every client to be answered");

    private static bool IsRefused(Uri server)
    {
        try
        {
            using var client = new TcpClient(server.Host, server.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task Ask(InferenceServerProcess server, ConcurrentQueue<string> digests, CancellationTokenSource stop)
    {
        var request = SileroRequest.Json(new float[512]);
        while (!stop.IsCancellationRequested)
        {
            using var response = await server.Public.InferAsync("vad", request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            digests.Enqueue(response.Headers.GetValues("GitEdge-Model-Digest").Single());
        }
    }

    private static List<string> Changes(List<string> digests) =>
        [.. digests.Where((digest, i) => i == 0 || !string.Equals(digests[i - 1], digest, StringComparison.Ordinal))];

    private static string Digest(SlotTree tree, string slot, long version) =>
        Sha256Digest.Of(File.ReadAllBytes(tree.ModelFile(slot, "vad", version))).ToString();
}
