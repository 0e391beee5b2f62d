using GitEdge.Linux.Bus;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Tests.Bus;

public sealed class BusConnectionTests : IAsyncLifetime, IDisposable
{
    private readonly PrivateBus _bus = PrivateBus.Start();
    private EchoService _service = null!;
    private BusConnection _client = null!;

    public async Task InitializeAsync()
    {
        _service = await EchoService.StartAsync(_bus.Address);
        _client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
        _bus.Dispose();
    }

    [Fact]
    public async Task Every_basic_type_arrives_as_it_was_sent()
    {
        var answer = await _client.CallAsync(EchoService.Call("Basics", w =>
        {
            w.WriteByte(255);
            w.WriteBoolean(true);
            w.WriteInt16(short.MinValue);
            w.WriteUInt16(ushort.MaxValue);
            w.WriteInt32(int.MinValue);
            w.WriteUInt32(uint.MaxValue);
            w.WriteInt64(long.MinValue);
            w.WriteUInt64(ulong.MaxValue);
            w.WriteDouble(-0.5);
            w.WriteString("Größe 🚢");
            w.WriteObjectPath("/a/b_1");
            w.WriteSignature("a{sv}");
        }), r => (object)(r.Signature, r.ReadByte(), r.ReadBoolean(), r.ReadInt16(), r.ReadUInt16(), r.ReadInt32(), r.ReadUInt32(),
            r.ReadInt64(), r.ReadUInt64(), r.ReadDouble(), r.ReadString(), r.ReadObjectPath(), r.ReadSignature()), CancellationToken.None);

        Assert.Equal((EchoService.Basics, (byte)255, true, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue,
            long.MinValue, ulong.MaxValue, -0.5, "Größe 🚢", "/a/b_1", "a{sv}"), answer);
    }

    [Fact]
    public async Task Arrays_structures_entries_and_variants_arrive_as_they_were_sent()
    {
        IReadOnlyList<NestedEntry> sent = [new("empty", [], ""), new("full", [1, -2, long.MaxValue], "x")];

        var answer = await _client.CallAsync(EchoService.Call("Nested", w => EchoService.WriteNested(w, sent)), EchoService.ReadNested, CancellationToken.None);

        Assert.Equal(sent.Select(one => (one.Key, string.Join(' ', one.Numbers), one.Text)), answer.Select(one => (one.Key, string.Join(' ', one.Numbers), one.Text)));
    }

    [Fact]
    public async Task Message_of_many_megabytes_arrives_whole()
    {
        var bytes = new byte[12 << 20];
        new Random(1).NextBytes(bytes);

        var answer = await _client.CallAsync(EchoService.Call("Double", w => w.WriteBytes(bytes)), r => r.ReadBytes(), CancellationToken.None);

        Assert.True(answer.AsSpan(0, bytes.Length).SequenceEqual(bytes) && answer.AsSpan(bytes.Length).SequenceEqual(bytes));
    }

    [Fact]
    public async Task File_descriptors_pass_both_ways_and_belong_to_who_got_them()
    {
        using var folder = new TempDirectory();
        var path = folder.Write("file", "what it says");

        using (var file = File.OpenHandle(path))
            Assert.Equal("what it says", await _client.CallAsync(EchoService.Call("ReadFile", w => w.WriteHandle(file)), r => r.ReadString(), CancellationToken.None));
        using var opened = await _client.CallAsync(EchoService.Call("OpenFile", w => w.WriteString(path)), r => r.ReadHandle(), CancellationToken.None);
        await _client.CallAsync(EchoService.Call("Who"), CancellationToken.None);

        Assert.Equal("what it says", new StreamReader(new FileStream(opened, FileAccess.Read)).ReadToEnd());
    }

    [Fact]
    public async Task Received_descriptor_is_closed_when_its_handle_is()
    {
        using var folder = new TempDirectory();
        var path = folder.Write("file", "x");
        var before = Descriptors();

        for (var i = 0; i < 200; i++)
        {
            using var file = await _client.CallAsync(EchoService.Call("OpenFile", w => w.WriteString(path)), r => r.ReadHandle(), CancellationToken.None);
            await _client.CallAsync(EchoService.Call("ReadFile", w => w.WriteHandle(file)), r => r.ReadString(), CancellationToken.None);
        }

        await Until.TrueAsync(() => Descriptors() < before + 50, "descriptors closed");
    }

    [Fact]
    public async Task Thousand_calls_at_once_are_all_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            _client.CallAsync(EchoService.Call("Double", w => w.WriteBytes([(byte)i])), r => r.ReadBytes()[0], CancellationToken.None)));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (byte)i), answers);
    }

    [Fact]
    public async Task Errors_keep_their_name_and_words()
    {
        await AssertFailsAsync("io.gitedge.Error.Refused", "not today", EchoService.Call("Fail"));
        await AssertFailsAsync(BusErrorNames.Failed, "broken", EchoService.Call("Break"));
        await AssertFailsAsync(BusErrorNames.Failed, "not a valid", EchoService.Call("WrongAnswer"));
        await AssertFailsAsync(BusErrorNames.UnknownMethod, "Nothing", EchoService.Call("Nothing"));
        await AssertFailsAsync(BusErrorNames.UnknownInterface, "io.gitedge.Other", EchoService.Call("Who") with { Interface = "io.gitedge.Other" });
        await AssertFailsAsync(BusErrorNames.ServiceUnknown, "io.gitedge.Nobody", EchoService.Call("Who") with { Destination = "io.gitedge.Nobody" });
        await AssertFailsAsync(BusErrorNames.InvalidArguments, "takes 'ay', not 's'", EchoService.Call("Double", w => w.WriteString("x")));
    }

    [Fact]
    public async Task Call_without_an_answer_ends_at_its_timeout()
    {
        var call = EchoService.Call("Hold") with { Timeout = TimeSpan.FromMilliseconds(50) };

        var e = await Assert.ThrowsAsync<BusException>(() => _client.CallAsync(call, CancellationToken.None));

        Assert.Contains(e.Name, (string[])[BusErrorNames.NoReply, "org.freedesktop.DBus.Error.Timeout"]);
    }

    [Fact]
    public async Task Call_that_is_cancelled_ends_at_once_and_the_connection_goes_on()
    {
        using var cancel = new CancellationTokenSource();
        var call = _client.CallAsync(EchoService.Call("Hold"), cancel.Token);
        await Until.TrueAsync(() => _service.Held == 1, "the call");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _client.CallAsync(EchoService.Call("Who"), CancellationToken.None);
    }

    [Fact]
    public async Task Answer_that_is_read_as_something_else_is_an_error()
    {
        await Assert.ThrowsAsync<BusException>(() => _client.CallAsync(EchoService.Call("Who"), r => r.ReadString(), CancellationToken.None));
        await Assert.ThrowsAsync<BusException>(() => _client.CallAsync(EchoService.Call("Who"), r => (r.ReadUInt32(), r.ReadUInt32()), CancellationToken.None));
        await Assert.ThrowsAsync<BusException>(() => _client.CallAsync(EchoService.Call("Who"), r => r.ReadArray("u", one => one.ReadUInt32()), CancellationToken.None));
        await _client.CallAsync(EchoService.Call("Who"), CancellationToken.None);
    }

    [Theory]
    [InlineData("not a signature")]
    [InlineData("a")]
    [InlineData("a{vs}")]
    [InlineData("(s")]
    public async Task Arguments_that_bus_cannot_carry_are_refused_before_they_are_sent(string contents)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _client.CallAsync(EchoService.Call("Who", w => w.WriteArray(contents, _ => { })), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.CallAsync(EchoService.Call("Who", w => w.WriteString("a\0b")), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.CallAsync(EchoService.Call("Who", w => w.WriteObjectPath("a b")), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.CallAsync(EchoService.Call("Who") with { Path = "no path" }, CancellationToken.None));
        await _client.CallAsync(EchoService.Call("Who"), CancellationToken.None);
    }

    [Fact]
    public async Task Signals_reach_who_subscribed_until_the_subscription_ends()
    {
        List<string> heard = [];
        var match = new BusMatch { Sender = EchoService.Name, Path = EchoService.Path, Interface = EchoService.Name, Member = "Happened" };
        var subscription = await _client.SubscribeAsync(match, (_, body) => Add(heard, body.ReadString()), CancellationToken.None);

        await HappenAsync(_service.Connection, "first");
        await Until.TrueAsync(() => Count(heard) == 1, "the signal");
        subscription.Dispose();
        await _client.CallAsync(EchoService.Call("Who"), CancellationToken.None);
        await HappenAsync(_service.Connection, "second");
        await _client.CallAsync(EchoService.Call("Who"), CancellationToken.None);

        Assert.Equal(["first"], heard);
    }

    [Fact]
    public async Task Signal_from_somebody_else_under_the_same_name_is_not_heard()
    {
        List<string> heard = [];
        var match = new BusMatch { Sender = EchoService.Name, Interface = EchoService.Name, Member = "Happened" };
        using var subscription = await _client.SubscribeAsync(match, (_, body) => Add(heard, body.ReadString()), CancellationToken.None);
        List<string> all = [];
        using var anybody = await _client.SubscribeAsync(match with { Sender = null }, (_, body) => Add(all, body.ReadString()), CancellationToken.None);

        // Straight to the connection, which no rule of the bus keeps away.
        foreach (var line in _bus.Busctl("list", "--no-legend", "--unique").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _bus.TryBusctl(0, "emit", $"--destination={line.Split(' ')[0]}", EchoService.Path, EchoService.Name, "Happened", "s", "forged");
        await Until.TrueAsync(() => Count(all) > 0, "the forged signal");
        await HappenAsync(_service.Connection, "real");
        await Until.TrueAsync(() => Count(heard) > 0, "the signal");

        Assert.Equal(["real"], heard);
    }

    [Fact]
    public async Task Signal_of_other_types_than_expected_does_not_end_the_subscription()
    {
        List<string> heard = [];
        using var subscription = await _client.SubscribeAsync(new BusMatch { Member = "Happened" }, (_, body) => Add(heard, body.ReadString()), CancellationToken.None);

        await _service.Connection.EmitAsync(EchoService.Path, EchoService.Name, "Happened", w => w.WriteUInt32(1));
        await HappenAsync(_service.Connection, "text");

        await Until.TrueAsync(() => Count(heard) == 1, "the signal");
    }

    [Fact]
    public async Task Name_that_somebody_has_is_not_given()
    {
        Assert.False(await _client.TryOwnAsync(EchoService.Name, CancellationToken.None));
        Assert.True(await _client.TryOwnAsync("io.gitedge.Other1", CancellationToken.None));
        Assert.True(await _client.TryOwnAsync("io.gitedge.Other1", CancellationToken.None));
    }

    [Fact]
    public async Task Name_that_was_given_up_is_nobody_s()
    {
        await _client.TryOwnAsync("io.gitedge.Other1", CancellationToken.None);

        await _client.ReleaseAsync("io.gitedge.Other1", CancellationToken.None);

        Assert.Equal(BusErrorNames.NameHasNoOwner, (await Assert.ThrowsAsync<BusException>(() => _client.FindOwnerAsync("io.gitedge.Other1", CancellationToken.None))).Name);
    }

    [Fact]
    public async Task Bus_that_dies_ends_calls_and_connection_and_another_can_be_opened()
    {
        var call = _client.CallAsync(EchoService.Call("Hold"), CancellationToken.None);
        await Until.TrueAsync(() => _service.Held == 1, "the call");

        _bus.Kill();

        await Assert.ThrowsAsync<BusException>(() => call);
        Assert.Equal(BusErrorNames.Disconnected, (await _client.Ended).Name);
        await _service.Connection.Ended;
        Assert.Equal(BusErrorNames.Disconnected, (await Assert.ThrowsAsync<BusException>(() => _client.CallAsync(EchoService.Call("Who"), CancellationToken.None))).Name);
        await Assert.ThrowsAsync<BusException>(() => HappenAsync(_service.Connection, "x"));
        await Assert.ThrowsAsync<BusException>(() => BusConnection.OpenAsync(_bus.Address, CancellationToken.None));
        _bus.StartAgain();
        using var again = await EchoService.StartAsync(_bus.Address);
        using var client = await BusConnection.OpenAsync(_bus.Address, CancellationToken.None);
        await client.CallAsync(EchoService.Call("Who"), CancellationToken.None);
    }

    [Fact]
    public async Task Connection_that_is_closed_ends_what_waits()
    {
        var call = _client.CallAsync(EchoService.Call("Hold"), CancellationToken.None);
        await Until.TrueAsync(() => _service.Held == 1, "the call");

        _client.Dispose();

        Assert.Equal(BusErrorNames.Disconnected, (await Assert.ThrowsAsync<BusException>(() => call)).Name);
        await _client.Ended;
    }

    [Theory]
    [InlineData("unix:path=/nonexistent/bus")]
    [InlineData("nothing")]
    [InlineData("")]
    public async Task Address_where_no_bus_is_says_so(string address) =>
        await Assert.ThrowsAsync<BusException>(() => BusConnection.OpenAsync(address, CancellationToken.None));

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Memory_stays_flat_over_ten_thousand_calls()
    {
        await CallOftenAsync(2000);
        var growth = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            var before = ResidentBytes();
            await CallOftenAsync(2500);
            growth.Add(ResidentBytes() - before);
        }

        // A leak of the messages alone would be 40 MB in every round; what other tests take meanwhile is not in all of them.
        Assert.InRange(growth.Min(), long.MinValue, 10 << 20);
    }

    private async Task CallOftenAsync(int times)
    {
        var bytes = new byte[4 << 10];
        for (var i = 0; i < times; i++)
            await _client.CallAsync(EchoService.Call("Double", w => w.WriteBytes(bytes)), r => r.ReadBytes().Length, CancellationToken.None);
        GC.Collect();
    }

    private async Task AssertFailsAsync(string name, string words, BusCall call)
    {
        var e = await Assert.ThrowsAsync<BusException>(() => _client.CallAsync(call, CancellationToken.None));
        Assert.Equal(name, e.Name);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    private static Task HappenAsync(BusConnection connection, string what) =>
        connection.EmitAsync(EchoService.Path, EchoService.Name, "Happened", w => w.WriteString(what));

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static long ResidentBytes() => Environment.WorkingSet;

    private static void Add(List<string> heard, string what)
    {
        lock (heard)
            heard.Add(what);
    }

    private static int Count(List<string> heard)
    {
        lock (heard)
            return heard.Count;
    }
}
