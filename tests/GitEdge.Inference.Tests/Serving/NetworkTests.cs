using System.Text.RegularExpressions;

namespace GitEdge.Inference.Tests.Serving;

[Trait("Category", "Slow")]
public sealed partial class NetworkTests
{
    [Fact]
    public async Task Server_talks_to_nobody_while_it_starts_loads_answers_and_stops()
    {
        using var tree = new SlotTree()
            .Add("a", "vad", 5, File.ReadAllBytes(Repository.Silero("v5"))).Activate("a")
            .Add("b", "vad", 6, File.ReadAllBytes(Repository.Silero("v6")));
        var trace = Path.Combine(tree.Root, "trace");
        using (var server = InferenceServerProcess.Start(tree.Root, before: ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace]))
        {
            await server.Public.InferAsync("vad", SileroRequest.Json(new float[512])).JsonAsync();
            await server.LoadAsync("vad", 6);
            await server.PromoteAsync("\"vad\":\"6\"");
            await server.Public.InferAsync("vad", SileroRequest.Json(new float[512])).JsonAsync();
            await server.UnloadAsync("vad", "\"version\":\"5\"");
            await server.Admin.PostAsync("v2/repository/index", null);
            // The library would send what it has gathered after a while, or at the end.
            await Task.Delay(TimeSpan.FromSeconds(5));
            server.Terminate();
            server.WaitForExit();
        }
        var calls = await File.ReadAllLinesAsync(trace);
        // The trace works: the answers to the clients are in it.
        Assert.Contains(calls, call => call.Contains("sendmsg(", StringComparison.Ordinal) || call.Contains("sendto(", StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => Connect().IsMatch(call));
        // An address within a send: a datagram to somebody.
        Assert.DoesNotContain(calls, call => call.Contains("sin_addr", StringComparison.Ordinal) || call.Contains("sin6_addr", StringComparison.Ordinal));
    }

    // Looking at whether somebody listens on the admin socket is the one connect there may be.
    [GeneratedRegex(@"\bconnect\((?!.*AF_UNIX)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Connect();
}
