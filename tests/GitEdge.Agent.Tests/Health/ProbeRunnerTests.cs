using GitEdge.Agent.Health;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Tests.Health;

public sealed class ProbeRunnerTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly HttpProbe _http = new(Until.Limit);

    [Fact]
    public async Task Http_probe_passes_on_2xx_only()
    {
        using var nginx = NginxServer.Start(_directory.Path,
            "location = /ok { return 204; } location = /login { return 302 /ok; } location = /sick { return 503; }");
        var origin = $"http://127.0.0.1:{nginx.Port}";

        Assert.Equal(new ProbeAnswer(ProbeStatus.Passed, "answers 204"), await _http.AskAsync($"{origin}/ok", default));
        Assert.Equal(new ProbeAnswer(ProbeStatus.Failed, "answers 302"), await _http.AskAsync($"{origin}/login", default));
        Assert.Equal(new ProbeAnswer(ProbeStatus.Failed, "answers 503"), await _http.AskAsync($"{origin}/sick", default));
    }

    [Fact]
    public async Task Http_probe_fails_when_nobody_listens()
    {
        using var port = new ClosedPort();
        var answer = await _http.AskAsync($"http://127.0.0.1:{port.Number}/", default);

        Assert.Equal(ProbeStatus.Failed, answer.Status);
        Assert.StartsWith("does not answer: ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_probe_fails_when_nobody_answers_in_time()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var probe = new HttpProbe(TimeSpan.FromMilliseconds(200));

        Assert.Equal(new ProbeAnswer(ProbeStatus.Failed, "no answer within 0.2 s"), await probe.AskAsync($"http://{listener.LocalEndpoint}/", default));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("healthz")]
    public async Task Http_probe_asks_http_only(string address) =>
        Assert.Equal(ProbeStatus.Unsupported, (await _http.AskAsync(address, default)).Status);

    [Fact]
    public async Task Every_probe_is_tried_and_says_whether_it_decides()
    {
        var runner = new ProbeRunner(_http, _ => Task.FromResult(new ProbeAnswer(ProbeStatus.Passed, "42 ms")), new UnitProbe((_, _) => throw new BusException("org.example.Away", "no bus")));
        var results = await runner.RunAsync(new Probation { Generation = 1, Health = new HealthSpec
        {
            Required = [new ProbeSpec { Unit = "a.service" }, new ProbeSpec { Reach = "git" }],
            Wanted = [new ProbeSpec { Reach = "moon" }, new ProbeSpec()],
        } }, default);

        Assert.Equal(
            [
                ("unit a.service", true, ProbeStatus.Failed, "systemd does not say: no bus"),
                ("reach git", true, ProbeStatus.Passed, "42 ms"),
                ("reach moon", false, ProbeStatus.Unsupported, "'moon' is not something that can be reached; use git"),
                ("empty probe", false, ProbeStatus.Unsupported, "the probe says neither unit, http nor reach"),
            ], results.Select(result => (result.Name, result.Required, result.Status, result.Text)));
    }

    public void Dispose()
    {
        _http.Dispose();
        _directory.Dispose();
    }
}
