using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Inference.Tests.Serving;

/// <summary>What clients may take of the server, with the real one.</summary>
[Trait("Category", "Slow")]
public sealed class UploadTests
{
    private const int Large = 63 << 20;
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task Uploads_that_stand_still_take_what_they_sent_and_give_it_back()
    {
        using var tree = Tree();
        using var server = InferenceServerProcess.Start(tree.Root);
        await server.Public.InferAsync("m", InferenceCalls.Floats(1)).JsonAsync();
        var before = Resident(server);
        var uploads = Enumerable.Range(0, 24).Select(_ => Announce(server, Large)).ToList();
        Assert.True(Resident(server) - before < 20 * Megabyte, "Announcing takes nothing.");

        // 24 of 63 MiB are far beyond the budget of 256 MiB: some are sent away, the others stay.
        await Task.WhenAll(uploads.Select(upload => SendAsync(upload, Large - 1)));
        var during = Resident(server);
        await server.Public.InferAsync("m", InferenceCalls.Floats(1)).JsonAsync();
        var counted = (long)(await server.StatisticsAsync("m", 1))["residentBytes"]!;
        uploads.ForEach(upload => upload.Dispose());
        var after = await SettledAsync(server, before + (40 * Megabyte));

        Assert.InRange(during - before, 0, 330L * Megabyte);
        Assert.True(counted - before < 80 * Megabyte, $"Bodies being read are not held against the models: {before} → {counted}.");
        Assert.True(after - before < 40 * Megabyte, $"{before} before, {during} during, {after} after.");
    }

    [Fact]
    public async Task Large_requests_that_were_answered_leave_nothing_behind()
    {
        using var tree = Tree();
        using var server = InferenceServerProcess.Start(tree.Root);
        var data = new byte[48 * Megabyte];
        var header = $$$"""{"inputs":[{"name":"x","shape":[{{{data.Length / 4}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{data.Length}}}}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";
        await server.Public.InferAsync("m", InferenceCalls.Floats(1)).JsonAsync();
        var before = Resident(server);
        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                using var answer = await server.Public.InferBinaryAsync("m", header, data);
                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            }));
        }
        // The runtime's own memory comes back with the next request.
        await server.Public.InferAsync("m", InferenceCalls.Floats(1)).JsonAsync();
        var after = await SettledAsync(server, before + (60 * Megabyte));

        Assert.True(after - before < 60 * Megabyte, $"{before} before, {after} after.");
    }

    [Fact]
    public async Task Body_beyond_the_budget_is_told_when_to_come_back_and_small_ones_go_on()
    {
        using var tree = Tree();
        using var server = InferenceServerProcess.Start(tree.Root, ["--max-request-bytes", "4000000", "--max-traffic-bytes", "5000000"]);
        using var hog = Announce(server, 3_900_000);
        await SendAsync(hog, 3_800_000);
        // Until the server has read what was sent there is room.
        using var refused = await AskUntilAsync(server, HttpStatusCode.ServiceUnavailable);
        var text = await refused.Content.ReadAsStringAsync();

        Assert.Equal((503, "1"), ((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        Assert.Contains("5000000 bytes for large requests together", text, StringComparison.Ordinal);
        await server.Public.InferAsync("m", InferenceCalls.Floats(1, 2)).JsonAsync();
        hog.Dispose();
        Assert.Contains("is not JSON", await AskUntilAsync(server, HttpStatusCode.BadRequest).ErrorAsync(400), StringComparison.Ordinal);
        Assert.Equal(0, (long)(await server.StatisticsAsync("m", 1))["failures"]!);
    }

    [Theory]
    [InlineData(16 << 10)]
    [InlineData((16 << 10) + 1)]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 5)]
    public async Task Body_of_any_size_arrives_whole_announced_or_in_chunks(int length)
    {
        using var tree = Tree();
        using var server = InferenceServerProcess.Start(tree.Root, ["--max-request-bytes", "4000000"]);
        var request = InferenceCalls.Floats(1, 2.5f);
        var body = Encoding.UTF8.GetBytes(request.PadRight(length));
        foreach (var chunked in (bool[])[false, true])
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "v2/models/m/infer") { Content = new ByteArrayContent(body) };
            message.Headers.TransferEncodingChunked = chunked;
            var answer = await server.Public.SendAsync(message).JsonAsync();
            Assert.Equal("[2,5]", answer["outputs"]![0]!["data"]!.ToJsonString());
        }
        using var tooLarge = new HttpRequestMessage(HttpMethod.Post, "v2/models/m/infer") { Content = new ByteArrayContent(new byte[4_000_001]) };
        tooLarge.Headers.TransferEncodingChunked = true;
        await server.Public.SendAsync(tooLarge).ErrorAsync(413);
    }

    [Fact]
    public async Task Client_that_takes_every_connection_does_not_keep_the_agent_out()
    {
        using var tree = Tree();
        using var server = InferenceServerProcess.Start(tree.Root, ["--max-connections", "8"]);
        // They say nothing: one that began a request and did not go on would be closed after a while.
        var connections = Enumerable.Range(0, 30).Select(_ => new TcpClient(server.Url.Host, server.Url.Port)).ToList();
        await Until.TrueAsync(() => connections.Count(IsClosed) == 30 - 8, "all connections beyond the eighth to be closed");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Public.GetStringAsync("v2"));
        Assert.Equal(0, (long)(await server.StatisticsAsync("m", 1))["failures"]!);
        connections.ForEach(connection => connection.Dispose());
        await Until.TrueAsync(() => AnswersAsync(server), "room for others");
        await server.Public.InferAsync("m", InferenceCalls.Floats(1)).JsonAsync();
    }

    [Fact]
    public async Task Body_that_drips_is_given_up()
    {
        using var tree = Tree();
        using var server = InferenceServerProcess.Start(tree.Root);
        using var drip = Announce(server, Large);
        await SendAsync(drip, 200_000);
        using var reader = new StreamReader(drip.GetStream());
        using var patience = new CancellationTokenSource(Until.Limit);
        Assert.Contains(" 408 ", await reader.ReadLineAsync(patience.Token), StringComparison.Ordinal);
        Assert.Equal(0, (long)(await server.StatisticsAsync("m", 1))["failures"]!);
    }

    // y = x + x, so that the answer takes memory of its own.
    private static SlotTree Tree() => new SlotTree().Add("a", "m", 1, new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Node("Add", ["x", "x"], ["y"]).Build()).Activate("a");

    private static TcpClient Announce(InferenceServerProcess server, int length)
    {
        var client = new TcpClient(server.Url.Host, server.Url.Port);
        client.GetStream().Write(Encoding.ASCII.GetBytes($"POST /v2/models/m/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"));
        return client;
    }

    // Asks what takes much room and is no request, until it is answered so.
    private static async Task<HttpResponseMessage> AskUntilAsync(InferenceServerProcess server, HttpStatusCode status)
    {
        var answer = new HttpResponseMessage();
        await Until.TrueAsync(async () =>
        {
            answer.Dispose();
            answer = await server.Public.PostAsync("v2/models/m/infer", new ByteArrayContent(new byte[3_000_000]));
            return answer.StatusCode == status;
        }, $"the answer {status}");
        return answer;
    }

    private static async Task<bool> AnswersAsync(InferenceServerProcess server)
    {
        try
        {
            using var answer = await server.Public.GetAsync("v2");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Readable with nothing to read: the other side has closed it, or broken it off.
    private static bool IsClosed(TcpClient client) => client.Client.Poll(0, SelectMode.SelectRead) && client.Available == 0;

    private static async Task SendAsync(TcpClient client, int bytes)
    {
        var piece = new byte[Megabyte];
        try
        {
            for (; bytes > 0; bytes -= piece.Length)
                await client.GetStream().WriteAsync(piece.AsMemory(0, Math.Min(bytes, piece.Length)));
        }
        catch (IOException)
        {
            // The server has sent it away.
        }
    }

    private static async Task<long> SettledAsync(InferenceServerProcess server, long below)
    {
        for (var i = 0; i < 600 && Resident(server) > below; i++)
            await Task.Delay(100);
        return Resident(server);
    }

    private static long Resident(InferenceServerProcess server) =>
        long.Parse(File.ReadAllText($"/proc/{server.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
