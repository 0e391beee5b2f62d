using System.Net.Sockets;
using System.Text;
using GitEdge.Linux.Bus;

namespace GitEdge.Linux.Tests.Bus;

public sealed class ServedObjectTests : IAsyncLifetime, IDisposable
{
    private const int Nobody = 65534;

    private readonly PrivateBus _bus = PrivateBus.Start();
    private EchoService _service = null!;

    public async Task InitializeAsync() => _service = await EchoService.StartAsync(_bus.Address);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _service.Dispose();
        _bus.Dispose();
    }

    [Fact]
    public void Busctl_sees_the_object_with_all_it_has()
    {
        Assert.Contains(EchoService.Path, _bus.Busctl("tree", "--list", EchoService.Name).Split('\n'));
        var seen = _bus.Busctl("introspect", "--no-legend", EchoService.Name, EchoService.Path).Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();

        Assert.Contains($".Nested method {EchoService.Nested} {EchoService.Nested} -", seen);
        Assert.Contains(".Fail method - - -", seen);
        Assert.Contains(seen, line => line.StartsWith(".Answer property u 42", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith(".Words property as 2 \"one\" \"two\"", StringComparison.Ordinal));
        Assert.Contains(".Happened signal s - -", seen);
        Assert.Contains(".GetAll method s a{sv} -", seen);
    }

    [Fact]
    public void Busctl_calls_methods_and_reads_properties()
    {
        Assert.Equal("ay 4 1 2 1 2\n", Call("Double", "ay", "2", "1", "2"));
        Assert.Equal("a{s(axv)} 1 \"k\" 2 1 -1 s \"x\"\n", Call("Nested", EchoService.Nested, "1", "k", "2", "1", "-1", "s", "x"));
        Assert.Equal("u 42\n", _bus.Busctl("get-property", EchoService.Name, EchoService.Path, EchoService.Name, "Answer"));
        Assert.Equal("as 2 \"one\" \"two\"\n", _bus.Busctl("get-property", EchoService.Name, EchoService.Path, EchoService.Name, "Words"));
    }

    [Fact]
    public void Caller_is_known_by_user()
    {
        Assert.Equal("u 0\n", Call("Who"));
        Assert.Equal("u 65534\n", _bus.TryBusctl(Nobody, "call", EchoService.Name, EchoService.Path, EchoService.Name, "Who").Output);
    }

    [Theory]
    [InlineData("call", "Double", "s", "text")]
    [InlineData("call", "Double")]
    [InlineData("call", "Nothing")]
    [InlineData("get-property", "Nothing")]
    [InlineData("set-property", "Answer", "u", "1")]
    public void Wrong_use_is_answered_with_an_error_and_nothing_else_changes(params string[] what)
    {
        Assert.NotEqual(0, _bus.TryBusctl(0, [what[0], EchoService.Name, EchoService.Path, EchoService.Name, .. what[1..]]).ExitCode);
        Assert.Equal("u 0\n", Call("Who"));
    }

    [Fact]
    public void Call_that_leaves_the_interface_out_is_answered() =>
        Assert.Contains("uint32 0", Tool.Run("dbus-send", [$"--bus={_bus.Address}", "--print-reply", $"--dest={EchoService.Name}", EchoService.Path, $"{EchoService.Name}.Who"]), StringComparison.Ordinal);

    [Fact]
    public async Task Caller_that_is_gone_before_the_answer_does_no_harm()
    {
        var client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
        var call = client.CallAsync(EchoService.Call("Hold"), CancellationToken.None);
        await Until.TrueAsync(() => _service.Held == 1, "the call");
        client.Dispose();
        await Assert.ThrowsAsync<BusException>(() => call);

        _service.LetGo();

        Assert.Equal("u 0\n", Call("Who"));
    }

    [Fact]
    public async Task Caller_that_is_gone_has_no_user_any_more()
    {
        var client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
        await client.TryOwnAsync("io.gitedge.Gone1", CancellationToken.None);
        var name = await client.FindOwnerAsync("io.gitedge.Gone1", CancellationToken.None);
        client.Dispose();
        await client.Ended;
        await Until.TrueAsync(() => !_bus.Busctl("list", "--no-legend").Contains(name + " ", StringComparison.Ordinal), "the name to go");

        Assert.Equal(BusErrorNames.NameHasNoOwner, (await Assert.ThrowsAsync<BusException>(() => _service.Connection.FindUserAsync(name, CancellationToken.None))).Name);
    }

    [Fact]
    public async Task Flood_of_calls_that_wait_is_refused_and_ends()
    {
        using var client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
        var calls = Enumerable.Range(0, 90).Select(_ => client.CallAsync(EchoService.Call("Hold"), CancellationToken.None)).ToArray();
        await Until.TrueAsync(() => _service.Held + calls.Count(call => call.IsFaulted) == 90, "the calls");

        _service.LetGo();

        await Assert.ThrowsAsync<BusException>(() => Task.WhenAll(calls));
        Assert.Equal(26, calls.Count(call => call.Exception?.InnerException is BusException { Name: BusErrorNames.LimitsExceeded }));
        Assert.Equal("u 0\n", Call("Who"));
    }

    [Fact]
    public async Task Answer_larger_than_the_bus_carries_ends_the_connection_and_says_so()
    {
        using var client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);

        await Assert.ThrowsAsync<BusException>(() => client.CallAsync(EchoService.Call("Double", w => w.WriteBytes(new byte[20 << 20])), CancellationToken.None));

        Assert.Equal(BusErrorNames.Disconnected, (await _service.Connection.Ended).Name);
    }

    [Fact]
    public async Task Array_larger_than_dbus_knows_is_refused_before_it_is_sent()
    {
        using var client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);

        await Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync(EchoService.Call("Double", w => w.WriteBytes(new byte[(64 << 20) + 1])), CancellationToken.None));

        Assert.Equal("u 0\n", Call("Who"));
    }

    [Fact]
    public async Task Malformed_messages_never_reach_the_service()
    {
        for (var seed = 0; seed < 50; seed++)
            await SendGarbageAsync(seed);

        Assert.Equal("u 0\n", Call("Who"));
        Assert.False(_service.Connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task Object_that_is_served_no_more_answers_no_more()
    {
        using var connection = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
        var registration = await connection.ServeAsync(new BusObject("/short", [new BusInterface("io.gitedge.Short1") { Methods = [new("Hello", (_, _) => Task.FromResult<WriteValues>(_ => { }))] }]));
        Assert.True(await connection.TryOwnAsync("io.gitedge.Short1", CancellationToken.None));
        _bus.Busctl("call", "io.gitedge.Short1", "/short", "io.gitedge.Short1", "Hello");

        registration.Dispose();
        await connection.FindOwnerAsync("io.gitedge.Short1", CancellationToken.None);

        Assert.NotEqual(0, _bus.TryBusctl(0, "call", "io.gitedge.Short1", "/short", "io.gitedge.Short1", "Hello").ExitCode);
    }

    /// <summary>Signs on as any client does, then sends a call to the service with bytes of it changed.</summary>
    private async Task SendGarbageAsync(int seed)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_bus.Address["unix:path=".Length..]));
        await socket.SendAsync(Encoding.ASCII.GetBytes("\0AUTH EXTERNAL 30\r\nBEGIN\r\n"));
        await socket.SendAsync(HostileMessage.Hello());
        await socket.SendAsync(HostileMessage.Call(EchoService.Name, EchoService.Path, "Double", seed));
        socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
            // Whatever the bus has to say, until it has enough of it.
        }
    }

    private string Call(string member, params string[] arguments) => _bus.Busctl(["call", "--", EchoService.Name, EchoService.Path, EchoService.Name, member, .. arguments]);
}
