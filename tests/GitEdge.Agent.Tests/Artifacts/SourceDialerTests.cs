using System.Net;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Artifacts;

public sealed class SourceDialerTests
{
    private static readonly ArtifactRules s_one = new() { AllowAddresses = [IPNetwork.Parse("127.0.0.1/32")] };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    public async Task Address_of_this_device_is_refused_however_it_is_written(string host)
    {
        using var bench = new FetchBench(dialer: new SourceDialer(new SourcePolicy(new ArtifactRules())));
        using var server = Serve(bench);

        var fault = await bench.AssertFailedAsync(FaultKind.Permanent, "address-not-allowed", UrlOf(server, host));

        Assert.Contains("127.0.0.1 is loopback", fault.Message, StringComparison.Ordinal);
        Assert.Contains("artifacts.allowAddresses", fault.Cure, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Name_whose_only_addresses_are_refused_waits_and_is_not_connected_to()
    {
        using var bench = new FetchBench(dialer: Dialer(new ArtifactRules(), "127.0.0.1", "169.254.169.254"));
        using var server = Serve(bench);

        var fault = await bench.AssertFailedAsync(FaultKind.Waiting, "address-not-allowed", UrlOf(server, "models.example"));

        Assert.Contains("'models.example'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 is loopback", fault.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Of_several_addresses_only_allowed_ones_are_connected_to()
    {
        // The server listens on 127.0.0.1 alone; another address would not be answered, and none but the last is allowed.
        using var bench = new FetchBench(dialer: Dialer(s_one, "169.254.169.254", "::1", "0.0.0.0", "127.0.0.1"));
        using var server = Serve(bench);

        await bench.AssertStoredAsync(UrlOf(server, "models.example"));
    }

    [Fact]
    public async Task Name_that_changes_its_address_is_connected_where_it_was_judged()
    {
        var asked = 0;
        var dialer = new SourceDialer(new SourcePolicy(s_one))
        {
            // The first answer is judged; whoever asked again would be sent elsewhere.
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(++asked == 1 ? "127.0.0.1" : "127.0.0.2")]),
        };
        using var bench = new FetchBench(dialer: dialer);
        using var server = Serve(bench);

        await bench.AssertStoredAsync(UrlOf(server, "rebinding.example"));

        Assert.Equal(1, asked);
        File.Delete(bench.Store.PathOf(bench.Digest));
        await bench.AssertFailedAsync(FaultKind.Waiting, "address-not-allowed", UrlOf(server, "rebinding.example"));
        Assert.Equal(2, asked);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Host_that_is_not_listed_is_refused_before_its_name_is_looked_up()
    {
        var dialer = new SourceDialer(new SourcePolicy(s_one with { Hosts = ["*.example.org"] }))
        {
            Resolve = (_, _) => throw new InvalidOperationException("It was looked up."),
        };
        using var bench = new FetchBench(dialer: dialer);

        var fault = await bench.AssertFailedAsync(FaultKind.Permanent, "host-not-allowed", "https://models.example.net/model");

        Assert.Contains("'models.example.net'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("artifacts.hosts", fault.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_source_does_not_keep_the_next_one_from_serving()
    {
        using var bench = new FetchBench(dialer: new SourceDialer(new SourcePolicy(s_one with { Hosts = ["127.0.0.1"] })));
        using var server = Serve(bench);

        await bench.AssertStoredAsync("http://169.254.169.254/latest/meta-data", UrlOf(server, "127.0.0.1"));
    }

    [Fact]
    public async Task Proxy_of_the_environment_is_not_used()
    {
        using var bench = new FetchBench();
        Assert.False(HttpSource.CreateHandler(bench.Limits, new SourceDialer(new SourcePolicy(s_one))).UseProxy);
        using var server = Serve(bench);
        await bench.AssertStoredAsync(server.Url);
        Assert.StartsWith("GET /model ", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    private static SourceDialer Dialer(ArtifactRules rules, params string[] addresses) =>
        new(new SourcePolicy(rules)) { Resolve = (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)) };

    private static RawServer Serve(FetchBench bench) =>
        new((_, _, stream, _) => RawServer.SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {bench.Content.Length}", bench.Content));

    private static string UrlOf(RawServer server, string host) => $"http://{host}:{new Uri(server.Url).Port}/model";
}
