using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

[Trait("Category", "Slow")]
public sealed class GitLimitsTests
{
    // No deadline: only the rate can end it.
    private static GitLimits Hasty => new() { MinimumRate = 1_000_000, RateWindow = TimeSpan.FromMilliseconds(400), Timeout = Timeout.InfiniteTimeSpan };

    [Fact]
    public void Five_thousand_tags_are_fetched_in_one_poll_and_compared_in_the_next()
    {
        using var bench = new GitBench();
        using var server = ServeWithTags(bench, 5000);
        var remote = new GitRemoteOptions { Name = "origin", Url = server.Url("fleet.git") };

        Assert.Equal(5001, bench.PollFetched(remote).Added.Count);
        var before = server.ReadRequests().Count;
        Assert.IsType<FetchOutcome.Unchanged>(bench.Poll(remote));

        Assert.Single(server.ReadRequests().Skip(before));
        Assert.Equal(5001, bench.Fetcher.Objects.FindCandidates(GitBench.Channel, 0).Above[0].Counter);
    }

    [Fact]
    public void More_references_than_allowed_are_refused_and_nothing_is_stored()
    {
        using var bench = new GitBench(new GitLimits { References = 1000 });
        using var server = ServeWithTags(bench, 1000);

        var fault = bench.PollFailed(new GitRemoteOptions { Name = "origin", Url = server.Url("fleet.git") });

        Assert.Equal(("too-many-references", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Empty(bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(50_000)]
    public void More_bytes_than_allowed_end_the_transfer(long limit)
    {
        using var bench = new GitBench(new GitLimits { TransferBytes = limit });
        bench.Fleet.Write("noise.bin", Noise(200_000));
        bench.Fleet.Release(GitBench.Channel, 1);
        using var server = GitHttpServer.Start(bench.Directory["server"], bench.Served);

        var fault = bench.PollFailed(new GitRemoteOptions { Name = "origin", Url = server.Url("fleet.git") });

        Assert.Equal(("too-large", GitFaultKind.Permanent), (fault.Code, fault.Kind));
        Assert.Empty(bench.Fetcher.Objects.ListReleaseTags(GitBench.Channel));
    }

    [Theory]
    [InlineData(false, "http")]
    [InlineData(true, "http")]
    [InlineData(false, "ssh")]
    [InlineData(true, "ssh")]
    public async Task Server_that_is_silent_or_trickles_is_given_up_in_time(bool trickle, string scheme)
    {
        using var bench = new GitBench(new GitLimits { Timeout = TimeSpan.FromSeconds(1) });
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeSlowlyAsync(listener, trickle, stop.Token);

        // The server never ends by itself: whoever comes back has given up.
        var fault = bench.PollFailed(SlowRemote(bench, scheme, listener));

        Assert.Equal(("timed-out", GitFaultKind.Transient), (fault.Code, fault.Kind));
        await stop.CancelAsync();
        await serving;
    }

    [Theory]
    [InlineData("http")]
    [InlineData("ssh")]
    public async Task Server_that_trickles_is_given_up_by_its_rate_long_before_the_deadline(string scheme)
    {
        using var bench = new GitBench(Hasty);
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeSlowlyAsync(listener, trickle: true, stop.Token);

        var fault = bench.PollFailed(SlowRemote(bench, scheme, listener));

        Assert.Equal(("too-slow", GitFaultKind.Transient), (fault.Code, fault.Kind));
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Folder_that_copies_too_slowly_is_given_up()
    {
        using var bench = new GitBench(Hasty with { MinimumRate = long.MaxValue, RateWindow = TimeSpan.FromMilliseconds(4) });
        // Something to copy for longer than the window.
        bench.Fleet.Write("noise.bin", Noise(30_000_000)).Release(GitBench.Channel, 1);

        Assert.Equal("too-slow", bench.PollFailed().Code);

        using var patient = new GitFetcher(bench.CopyPath, new GitLimits(), TimeProvider.System);
        // What was left behind removes what it has fetched when it comes back, and meanwhile may get in the way.
        await Until.TrueAsync(
            async () => await patient.FetchAsync([bench.FileRemote], GitBench.Channel, CancellationToken.None) is FetchOutcome.Fetched, "a fetch that nobody ends");
    }

    [Fact]
    public async Task Poll_can_be_cancelled_while_the_server_is_silent()
    {
        using var bench = new GitBench();
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeSlowlyAsync(listener, trickle: false, stop.Token);
        var remote = new GitRemoteOptions { Name = "slow", Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x") };
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Fetcher.FetchAsync([remote], GitBench.Channel, cancellation.Token));

        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public void Server_that_speaks_no_protocol_is_named()
    {
        using var bench = new GitBench();
        bench.Directory.Write("served/fleet/info/refs", "001e# service=git-upload-pack\n0000zzzz nonsense");
        using var server = NginxServer.Start(bench.Directory["server"],
            $"location / {{ root {bench.Served}; types {{ }} default_type application/x-git-upload-pack-advertisement; }}");

        var fault = bench.PollFailed(new GitRemoteOptions { Name = "origin", Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}/fleet") });

        Assert.Equal("protocol", fault.Code);
    }

    private static GitHttpServer ServeWithTags(GitBench bench, int count)
    {
        bench.Fleet.Release(GitBench.Channel, 1);
        var tag = bench.Fleet.Git("rev-parse", "rollout/prod/1");
        var lines = Enumerable.Range(2, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"create refs/tags/rollout/prod/{i} {tag}\n"));
        bench.Fleet.GitWithInput(Encoding.ASCII.GetBytes(string.Concat(lines)), "update-ref", "--stdin");
        return GitHttpServer.Start(bench.Directory["server"], bench.Served);
    }

    private static GitRemoteOptions SlowRemote(GitBench bench, string scheme, TcpListener listener)
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return scheme == "http"
            ? new GitRemoteOptions { Name = "slow", Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/fleet.git") }
            : new GitRemoteOptions
            {
                Name = "slow",
                Url = string.Create(CultureInfo.InvariantCulture, $"ssh://git@127.0.0.1:{port}/fleet.git"),
                IdentityFile = bench.Fleet.KeyFile,
                KnownHostsFile = bench.Directory.Write("known_hosts", ""),
            };
    }

    private static async Task ServeSlowlyAsync(TcpListener listener, bool trickle, CancellationToken stop)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(stop);
            var stream = client.GetStream();
            var greeting = "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: 100000\r\n\r\n001e# service=git-upload-pack\n"u8.ToArray();
            for (var i = 0; ; i++)
            {
                if (trickle)
                    await stream.WriteAsync(i < greeting.Length ? greeting.AsMemory(i, 1) : "0"u8.ToArray(), stop);
                await Task.Delay(trickle ? 20 : 1000, stop);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // Stopped, or the client gave up.
        }
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
