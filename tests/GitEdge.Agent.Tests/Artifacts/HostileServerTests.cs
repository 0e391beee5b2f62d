using System.Globalization;
using System.Text;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Artifacts;

public sealed class HostileServerTests : IDisposable
{
    private readonly FetchBench _bench = new();

    private int Size => _bench.Content.Length;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Cut_is_continued_from_where_it_happened()
    {
        using var server = new RawServer((number, offset, stream, _) => number < 4
            ? PartAsync(stream, offset, Size - offset, sent: 700_000)
            : PartAsync(stream, offset, Size - offset));

        var stored = await _bench.AssertStoredAsync(server.Url);

        Assert.Equal(Size, stored.Transferred);
        Assert.Equal(4, server.Requests.Count);
        Assert.Contains("Range: bytes=2100000-", server.Requests[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_without_end_gives_up_keeps_what_came_and_goes_on_next_time()
    {
        using var server = new RawServer((_, offset, stream, _) => PartAsync(stream, offset, Size - offset, sent: 100_000));

        await _bench.AssertFailedAsync(FaultKind.Transient, "cut", server.Url);

        Assert.Equal(_bench.Limits.AttemptsPerSource, server.Requests.Count);
        Assert.Equal(800_000, new FileInfo(_bench.Partial).Length);
        Assert.Equal(Size - 800_000, (await _bench.AssertStoredAsync(_bench.Publish(_bench.Content))).Transferred);
    }

    [Fact]
    public async Task Cut_before_the_first_byte_is_not_asked_again_and_again()
    {
        using var server = new RawServer((_, offset, stream, _) => PartAsync(stream, offset, Size - offset, sent: 0));

        await _bench.AssertFailedAsync(FaultKind.Transient, "cut", server.Url);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cut_on_one_mirror_is_continued_on_the_next()
    {
        using var first = new RawServer((number, offset, stream, _) =>
            number == 1 ? PartAsync(stream, offset, Size - offset, sent: 1_000_000) : Task.CompletedTask);
        using var second = new RawServer((_, offset, stream, _) => PartAsync(stream, offset, Size - offset));

        await _bench.AssertStoredAsync(first.Url, second.Url);

        Assert.Contains("Range: bytes=1000000-", Assert.Single(second.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poisoned_beginning_from_one_mirror_does_not_spoil_the_next()
    {
        using var poisoner = new RawServer((number, _, stream, _) =>
            number == 1 ? RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {Size}", new byte[Size - 1]) : Task.CompletedTask);
        using var honest = new RawServer((_, offset, stream, _) => PartAsync(stream, offset, Size - offset));

        await _bench.AssertStoredAsync(poisoner.Url, honest.Url);

        Assert.Equal(2, honest.Requests.Count);
        Assert.DoesNotContain("Range", honest.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_ignores_ranges_is_read_from_the_beginning()
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, 1_000_000));
        using var server = new RawServer((_, _, stream, _) =>
            RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {Size}", _bench.Content));

        Assert.Equal(Size, (await _bench.AssertStoredAsync(server.Url)).Transferred);
    }

    [Fact]
    public async Task Server_that_ignores_ranges_and_breaks_off_is_read_twice_at_most()
    {
        using var server = new RawServer((_, _, stream, _) =>
            RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {Size}", _bench.Content.AsMemory(0, 1_000_000)));

        await _bench.AssertFailedAsync(FaultKind.Transient, "cut", server.Url);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("bytes 0-2999999/3000000")]
    [InlineData("bytes 999999-2999999/3000000")]
    [InlineData("bytes 1000001-2999999/3000000")]
    [InlineData("bytes 1000000-2999999/9999999")]
    [InlineData("bytes 1000000-3000000/*")]
    [InlineData("bytes 1000000-1000100/3000000")]
    [InlineData("bytes */3000000")]
    [InlineData("chars 1000000-2999999/3000000")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Lie_about_the_range_is_answered_by_asking_for_everything(string? range)
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, 1_000_000));
        var claim = range is null ? "X-None: 1" : $"Content-Range: {range}";
        using var server = new RawServer((number, _, stream, _) => number == 1
            ? RawServer.SayAsync(stream, $"HTTP/1.1 206 Partial Content\n{claim}\nContent-Length: 2000000", _bench.Content.AsMemory(1_000_000))
            : RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {Size}", _bench.Content));

        await _bench.AssertStoredAsync(server.Url);

        Assert.DoesNotContain("Range", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lie_about_the_range_of_everything_is_refused()
    {
        using var server = new RawServer((_, _, stream, _) => RawServer.SayAsync(
            stream, $"HTTP/1.1 206 Partial Content\nContent-Range: bytes 5-{Size - 1}/{Size}\nContent-Length: {Size - 5}", _bench.Content.AsMemory(5)));

        await _bench.AssertFailedAsync(FaultKind.Waiting, "wrong-range", server.Url);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Honest_range_with_other_bytes_is_found_by_the_digest()
    {
        _bench.LeavePartial(_bench.Content.AsSpan(0, 1_000_000));
        using var server = new RawServer((number, offset, stream, _) => number == 1
            ? PartAsync(stream, offset, Size - offset, bytes: new byte[Size])
            : PartAsync(stream, offset, Size - offset));

        await _bench.AssertStoredAsync(server.Url);
    }

    [Fact]
    public async Task Range_cut_into_small_pieces_by_the_server_is_put_together()
    {
        using var server = new RawServer((_, offset, stream, _) => PartAsync(stream, offset, Math.Min(500_000, Size - offset)));

        await _bench.AssertStoredAsync(server.Url);

        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task Range_not_satisfiable_is_answered_by_asking_for_everything()
    {
        _bench.LeavePartial(new byte[2_000_000]);
        using var server = new RawServer((number, _, stream, _) => number == 1
            ? RawServer.SayAsync(stream, "HTTP/1.1 416 Range Not Satisfiable\nContent-Length: 0")
            : RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {Size}", _bench.Content));

        await _bench.AssertStoredAsync(server.Url);
    }

    [Fact]
    public async Task Longer_body_without_a_length_is_stopped_one_byte_after_the_size()
    {
        var sent = 0L;
        using var server = new RawServer(async (_, _, stream, token) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK", _bench.Content);
            for (; sent < 1L << 34; sent += 1 << 20)
                await stream.WriteAsync(new byte[1 << 20], token);
        });

        await _bench.AssertFailedAsync(FaultKind.Waiting, "wrong-size", server.Url);

        Assert.InRange(sent, 0, 1 << 26);
        Assert.False(File.Exists(_bench.Partial));
    }

    [Theory]
    [InlineData(2_999_999)]
    [InlineData(3_000_001)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public async Task Wrong_length_is_refused_before_the_first_byte(long length)
    {
        using var server = new RawServer((_, _, stream, _) => RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {length}"));

        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, "wrong-size", server.Url);

        Assert.Contains(length.ToString(CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shorter_body_without_a_length_is_read_twice_at_most()
    {
        using var server = new RawServer((_, offset, stream, _) => offset > 0
            ? RawServer.SayAsync(stream, "HTTP/1.1 416 Range Not Satisfiable\nContent-Length: 0")
            : RawServer.SayAsync(stream, "HTTP/1.1 200 OK", _bench.Content.AsMemory(0, Size - 1)));

        await _bench.AssertFailedAsync(FaultKind.Waiting, "wrong-size", server.Url);

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Redirect_is_refused_and_its_target_named_without_secrets()
    {
        using var server = new RawServer((_, _, stream, _) => RawServer.SayAsync(
            stream, "HTTP/1.1 302 Found\nLocation: https://user:pass@evil.example/x?token=secret\nContent-Length: 0"));

        var fault = await _bench.AssertFailedAsync(FaultKind.Waiting, "redirected", server.Url);

        Assert.Contains("https://evil.example/x", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, FaultKind.Waiting, "access-refused")]
    [InlineData(403, FaultKind.Waiting, "access-refused")]
    [InlineData(404, FaultKind.Waiting, "not-found")]
    [InlineData(429, FaultKind.Transient, "server-error")]
    [InlineData(500, FaultKind.Transient, "server-error")]
    [InlineData(503, FaultKind.Transient, "server-error")]
    [InlineData(418, FaultKind.Waiting, "refused")]
    [InlineData(204, FaultKind.Waiting, "refused")]
    public async Task Status_is_named_and_decides_what_is_next(int status, object kind, string reason)
    {
        using var server = new RawServer((_, _, stream, _) => RawServer.SayAsync(stream, $"HTTP/1.1 {status} Whatever\nContent-Length: 0"));

        await _bench.AssertFailedAsync((FaultKind)kind, reason, server.Url);
    }

    [Fact]
    public async Task Encoded_body_is_refused()
    {
        using var server = new RawServer((_, _, stream, _) =>
            RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 100", new byte[100]));

        await _bench.AssertFailedAsync(FaultKind.Waiting, "encoded", server.Url);
        Assert.Contains("Accept-Encoding: identity", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Silence_in_the_middle_is_ended()
    {
        using var bench = new FetchBench(limits: FetchBench.Impatient);
        using var server = new RawServer(async (_, offset, stream, token) =>
        {
            await PartAsync(stream, offset, Size - offset, sent: 1000);
            await Task.Delay(Timeout.Infinite, token);
        });

        await bench.AssertFailedAsync(FaultKind.Transient, "stalled", server.Url);

        Assert.Equal(1000L * bench.Limits.AttemptsPerSource, new FileInfo(bench.Partial).Length);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Silence_instead_of_an_answer_is_ended()
    {
        using var bench = new FetchBench(limits: FetchBench.Impatient);
        using var server = new RawServer((_, _, _, token) => Task.Delay(Timeout.Infinite, token));

        await bench.AssertFailedAsync(FaultKind.Transient, "no-answer", server.Url);
    }

    [Fact]
    public async Task Slow_drip_is_ended_although_it_is_never_silent()
    {
        using var bench = new FetchBench(limits: new FetchLimits
        {
            MinimumRate = 1_000_000, RateWindow = TimeSpan.FromMilliseconds(300), AttemptsPerSource = 2, Reserve = 0,
        });
        using var server = new RawServer(async (_, offset, stream, token) =>
        {
            await PartAsync(stream, offset, bench.Content.Length - offset, bytes: bench.Content, sent: 0);
            for (var i = (int)offset; ; i++)
            {
                await stream.WriteAsync(bench.Content.AsMemory(i, 1), token);
                await Task.Delay(5, token);
            }
        });

        await bench.AssertFailedAsync(FaultKind.Transient, "too-slow", server.Url);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Length: 13\r\n\r\n")]
    [InlineData("")]
    public async Task Something_else_than_a_web_server_is_named(string greeting)
    {
        using var server = new RawServer(async (_, _, stream, token) => await stream.WriteAsync(Encoding.ASCII.GetBytes(greeting), token));

        var fault = Assert.IsType<FetchResult.Failed>(await _bench.FetchAsync(server.Url)).Fault;

        Assert.NotEqual(FaultKind.Permanent, fault.Kind);
        Assert.Contains(server.Url, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_headers_are_refused()
    {
        using var server = new RawServer(async (_, _, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), token);
            for (var i = 0; i < 100_000; i++)
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{i}: {new string('x', 100)}\r\n"), token);
        });

        await _bench.AssertFailedAsync(FaultKind.Transient, "unreachable", server.Url);
    }

    [Fact]
    public async Task Control_characters_from_a_server_do_not_reach_the_log()
    {
        using var server = new RawServer((_, _, stream, _) => RawServer.SayAsync(
            stream, "HTTP/1.1 200 OK\nContent-Encoding: a\u001b[31m\nContent-Length: 1"));

        var fault = Assert.IsType<FetchResult.Failed>(await _bench.FetchAsync(server.Url)).Fault;

        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    private Task PartAsync(Stream stream, long offset, long length, long? sent = null, byte[]? bytes = null) =>
        RawServer.SayAsync(stream, offset == 0 && length == Size
            ? $"HTTP/1.1 200 OK\nContent-Length: {Size}"
            : $"HTTP/1.1 206 Partial Content\nContent-Range: bytes {offset}-{offset + length - 1}/{Size}\nContent-Length: {length}",
            (bytes ?? _bench.Content).AsMemory((int)offset, (int)Math.Min(sent ?? length, length)));
}
