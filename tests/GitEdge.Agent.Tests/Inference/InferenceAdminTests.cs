using System.Net;
using System.Net.Sockets;
using System.Text;
using GitEdge.Agent.Inference;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Inference;

/// <summary>Against a listener on a real socket that answers given bytes and keeps what it was asked.</summary>
public sealed class InferenceAdminTests : IDisposable
{
    private static readonly Sha256Digest Digest = Sha256Digest.Of([1]);

    private readonly TempDirectory _directory = new();
    private readonly InferenceAdmin _admin;

    public InferenceAdminTests() => _admin = new InferenceAdmin(_directory["admin.sock"], Until.Limit);

    [Fact]
    public async Task Index_is_read()
    {
        var asked = Answer("200 OK", $$"""[{"name":"vad","version":"6","state":"READY","reason":"","digest":"{{Digest}}","default":true,"size":5},{"name":"vad","version":"7","state":"LOADING","reason":"","default":false,"later":1}]""");
        var models = (await _admin.IndexAsync(default)).Value!;

        Assert.Equal([("6", true, true, $"{Digest}", 5L), ("7", false, false, null, null)], models.Select(m => (m.Version, m.IsReady, m.IsDefault, m.Digest, m.Size)));
        Assert.Equal("POST /v2/repository/index {}", await asked);
    }

    [Fact]
    public async Task Load_names_slot_version_and_digest()
    {
        var asked = Answer("200 OK", $$"""{"name":"vad","version":"7","digest":"{{Digest}}","loadMilliseconds":12.5}""");
        var loaded = (await _admin.LoadAsync("vad", "b", "7", Digest, default)).Value!;

        Assert.Equal(("7", 12.5), (loaded.Version, loaded.LoadMilliseconds));
        Assert.Equal($$$"""POST /v2/repository/models/vad/load {"parameters":{"slot":"b","version":"7","digest":"{{{Digest}}}"}}""", await asked);
    }

    [Fact]
    public async Task Promote_tells_what_was_the_default_before()
    {
        var asked = Answer("200 OK", """{"microseconds":3.5,"previous":{"vad":"6","kws":null}}""");
        var promotion = (await _admin.PromoteAsync(new Dictionary<string, string> { ["vad"] = "7", ["kws"] = "7" }, default)).Value!;

        Assert.Equal((3.5, "6", null), (promotion.Microseconds, promotion.Previous["vad"], promotion.Previous["kws"]));
        Assert.Equal("""POST /v2/repository/promote {"versions":{"vad":"7","kws":"7"}}""", await asked);
    }

    [Theory]
    [InlineData(true, """{"parameters":{"version":"6","force":true}}""")]
    [InlineData(false, """{"parameters":{"version":"6"}}""")]
    public async Task Unload_names_the_version(bool force, string body)
    {
        var asked = Answer("200 OK", """{"name":"vad","versions":["6"],"residentBytes":9}""");
        var unloading = (await _admin.UnloadAsync("vad", "6", force, default)).Value!;

        Assert.Equal(["6"], unloading.Versions);
        Assert.Equal(9, unloading.ResidentBytes);
        Assert.Equal($"POST /v2/repository/models/vad/unload {body}", await asked);
    }

    [Fact]
    public async Task Statistics_are_read()
    {
        var asked = Answer("200 OK", $$"""{"name":"vad","version":"6","digest":"{{Digest}}","requests":5,"failures":1,"badOutputs":2,"longestConstantRun":3,"latencyMicroseconds":{"p50":10,"p95":20.5,"p99":null},"residentBytes":7,"since":"2026-01-02T03:04:05Z"}""");
        var stats = (await _admin.StatsAsync("vad/../x", "6", default)).Value!;

        Assert.Equal((5, 1, 2, 3, 7), (stats.Requests, stats.Failures, stats.BadOutputs, stats.LongestConstantRun, stats.ResidentBytes));
        Assert.Equal((10, 20.5, null), (stats.LatencyMicroseconds.P50, stats.LatencyMicroseconds.P95, stats.LatencyMicroseconds.P99));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), stats.Since);
        Assert.Equal("GET /v2/models/vad%2F..%2Fx/versions/6/stats ", await asked);
    }

    [Theory]
    [InlineData("422 Unprocessable Entity", """{"error":"other bytes","code":"digest-mismatch"}""", FaultKind.Transient, "digest-mismatch", "other bytes")]
    [InlineData("422 Unprocessable Entity", """{"error":"no graph","code":"load-failed"}""", FaultKind.Permanent, "load-failed", "no graph")]
    [InlineData("422 Unprocessable Entity", """{"error":"a map","code":"unsupported-model"}""", FaultKind.Permanent, "unsupported-model", "a map")]
    [InlineData("422 Unprocessable Entity", """{"error":"EIO","code":"unreadable"}""", FaultKind.Transient, "unreadable", "EIO")]
    [InlineData("404 Not Found", """{"error":"no file","code":"no-such-file"}""", FaultKind.Transient, "no-such-file", "no file")]
    [InlineData("404 Not Found", """{"error":"not loaded","code":"not-ready"}""", FaultKind.Transient, "not-ready", "not loaded")]
    [InlineData("409 Conflict", """{"error":"wait","code":"loading"}""", FaultKind.Transient, "loading", "wait")]
    [InlineData("409 Conflict", """{"error":"others","code":"other-digest"}""", FaultKind.Transient, "other-digest", "others")]
    [InlineData("503 Service Unavailable", """{"error":"full","code":"no-memory"}""", FaultKind.Transient, "no-memory", "full")]
    [InlineData("400 Bad Request", """{"error":"what","code":"bad-slot"}""", FaultKind.Waiting, "bad-slot", "what")]
    [InlineData("404 Not Found", "", FaultKind.Transient, "http-refused", "status 404")]
    [InlineData("404 Not Found", "<html>", FaultKind.Transient, "http-refused", "status 404")]
    [InlineData("503 Service Unavailable", """{"error":"starting"}""", FaultKind.Transient, "http-refused", "starting")]
    [InlineData("429 Too Many Requests", "{}", FaultKind.Transient, "http-refused", "status 429")]
    [InlineData("200 OK", "null", FaultKind.Waiting, "unreadable-answer", "the answer is null")]
    [InlineData("200 OK", "{", FaultKind.Waiting, "unreadable-answer", "")]
    [InlineData("200 OK", """[{"name":null}]""", FaultKind.Waiting, "unreadable-answer", "")]
    internal async Task Refusal_comes_back_as_a_fault(string status, string body, FaultKind kind, string code, string message)
    {
        _ = Answer(status, body);
        var result = await _admin.IndexAsync(default);

        Assert.False(result.Succeeded);
        Assert.Equal((kind, code), (result.Fault.Kind, result.Fault.Reason));
        Assert.NotEmpty(result.Fault.Cure);
        Assert.StartsWith($"POST v2/repository/index on {_directory["admin.sock"]}: {message}", result.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_a_passing_fault()
    {
        var fault = (await _admin.IndexAsync(default)).Fault!;

        Assert.Equal((FaultKind.Transient, "unreachable"), (fault.Kind, fault.Reason));
        Assert.Contains("systemctl status gitedge-inference", fault.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_says_nothing_is_a_passing_fault()
    {
        using var listener = Listen();
        using var admin = new InferenceAdmin(_directory["admin.sock"], TimeSpan.FromMilliseconds(200));
        var fault = (await admin.IndexAsync(default)).Fault!;

        Assert.Equal((FaultKind.Transient, "timed-out"), (fault.Kind, fault.Reason));
    }

    [Fact]
    public async Task Cancelling_is_no_fault()
    {
        using var listener = Listen();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _admin.IndexAsync(cancellation.Token));
    }

    public void Dispose()
    {
        _admin.Dispose();
        _directory.Dispose();
    }

    private Socket Listen()
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_directory["admin.sock"]));
        listener.Listen();
        return listener;
    }

    // One request, one answer; returns method, path and body of what was asked.
    private Task<string> Answer(string status, string body)
    {
        var listener = Listen();
        return Task.Run(async () =>
        {
            using (listener)
            using (var connection = await listener.AcceptAsync())
            {
                var asked = new StringBuilder();
                var buffer = new byte[4096];
                while (!IsWhole(asked.ToString()))
                    asked.Append(Encoding.UTF8.GetString(buffer, 0, await connection.ReceiveAsync(buffer)));
                await connection.SendAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
                var parts = asked.ToString().Split("\r\n\r\n", 2);
                var first = parts[0].Split(' ');
                return $"{first[0]} {first[1]} {Dechunked(parts[1])}";
            }
        });
    }

    private static bool IsWhole(string request) =>
        request.Contains("\r\n\r\n", StringComparison.Ordinal)
        && (request.StartsWith("GET", StringComparison.Ordinal) || request.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
            || (request.Contains("Content-Length", StringComparison.Ordinal) && request.EndsWith('}')));

    private static string Dechunked(string body) =>
        body.EndsWith("0\r\n\r\n", StringComparison.Ordinal) ? string.Concat(body.Split("\r\n").Where((_, i) => i % 2 == 1)) : body;
}
