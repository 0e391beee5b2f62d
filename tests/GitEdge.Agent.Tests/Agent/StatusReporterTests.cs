using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent.Tests.Agent;

public sealed class StatusReporterTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Lines _lines = new();
    private readonly StatusReporter _reporter;

    public StatusReporterTests()
    {
        Directory.CreateDirectory(_directory["root"]);
        var agent = AgentRun.Manifest(_directory["root"], _directory["run"], "", "", "");
        _reporter = new StatusReporter(agent, ServiceNotifier.From(_ => null, TimeProvider.System), _lines, TimeProvider.System);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Notice_is_logged_when_it_is_new_and_not_at_every_poll()
    {
        _reporter.Polled(new ReleaseOffer { Notices = ["a", "b"] });
        _reporter.Polled(new ReleaseOffer { Notices = ["b", "c"] });
        _reporter.Polled(new ReleaseOffer { Notices = ["b", "c"] });
        _reporter.Polled(new ReleaseOffer());
        _reporter.Polled(new ReleaseOffer { Notices = ["b"] });

        Assert.Equal(["a", "b", "c", "b"], _lines.Logged);
    }

    [Fact]
    public void Every_rejection_is_logged_once_when_it_is_new_and_not_more_than_ten_of_a_poll()
    {
        var (first, second, third) = (new Fault(FaultKind.Permanent, "recalled", "1", "c"), new Fault(FaultKind.Permanent, "unsigned-tag", "2\u001b", "c"), new Fault(FaultKind.Permanent, "trust-hidden", "3", "c"));

        _reporter.Polled(new ReleaseOffer { Distrusted = [first, second] });
        _reporter.Polled(new ReleaseOffer { Distrusted = [first, second] });
        _reporter.Polled(new ReleaseOffer { Distrusted = [third, first, second] });
        Assert.Equal([@"Not believed: unsigned-tag: 2\u001b c"], _lines.Logged);

        _reporter.Polled(new ReleaseOffer { Distrusted = [first, .. Enumerable.Range(0, 30).Select(n => new Fault(FaultKind.Permanent, "bad-signature", $"tag {n}", "c"))] });
        Assert.Equal(12, _lines.Logged.Count);
        Assert.StartsWith("20 more rejections are new", _lines.Logged[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Start_that_changes_nothing_says_what_runs()
    {
        var desired = new DesiredState { Device = "one", Profiles = ["base"] };

        _reporter.Begin(new DeploymentState { Current = new Generation { Number = 3, Slot = Slot.B, Release = new ReleaseName("stable", 1, 7, default), Desired = desired } });

        var status = JsonSerializer.Deserialize(File.ReadAllText(_directory["run", "status.json"]), StatusJson.Default.DeviceStatus)!;
        Assert.Equal((7, 3, DeploymentPhase.Idle), (status.Current!.Release.Counter, status.Current.Number, status.Phase));
    }

    [Fact]
    public void Nothing_that_acts_reaches_the_log_or_the_status()
    {
        _reporter.Polled(new ReleaseOffer { Notices = ["tag \u001b[2J\r\u009b1m\nINFO forged"] });
        _reporter.Set(ConditionType.ReleaseTrusted, new Fault(FaultKind.Permanent, "r", "named \u001b]0;x\u0007", "cure"), "");
        Log.PassFailed(_lines, "one\nfail: two\u001b");

        Assert.Equal(
            [@"tag \u001b[2J\r\u009b1m\nINFO forged", @"ReleaseTrusted: r: named \u001b]0;x\u0007 cure", "The pass ended early and is tried again: one\n    fail: two\\u001b"],
            _lines.Logged);
        Assert.Equal(@"named \u001b]0;x\u0007", _reporter.Current.Conditions.Single().Message);
    }

    [Fact]
    public void Metrics_are_such_as_prometheus_own_tool_finds_nothing_wrong_with()
    {
        var path = _directory["metrics", "gitedge.prom"];
        Directory.CreateDirectory(_directory["metrics"]);
        var reporter = NewReporter(path);

        reporter.Set(ConditionType.StateKept, null, "kept");
        reporter.Set(ConditionType.ReleaseTrusted, new Fault(FaultKind.Permanent, "bad-signature", "a \"quoted\" one\n", "cure"), "");
        reporter.Polled(new ReleaseOffer { Distrusted = [new Fault(FaultKind.Permanent, "bad-signature", "m", "c")] });
        reporter.Changed(new DeploymentState(), new DeploymentEvent.Restarted(), new DeploymentState { Phase = DeploymentPhase.Fetching });
        reporter.Changed(new DeploymentState { Phase = DeploymentPhase.Fetching }, new DeploymentEvent.Restarted(), new DeploymentState());
        reporter.NextPoll(DateTimeOffset.UnixEpoch.AddYears(56));

        var metrics = File.ReadAllText(path);
        var judged = Tool.Try(PrometheusServer.Program("promtool"), ["check", "metrics"], input: File.ReadAllBytes(path));
        Assert.True(judged is { ExitCode: 0, Errors: "" }, $"{judged.Output}{judged.Errors}\n{metrics}");
        Assert.Contains("gitedge_rejections_total{reason=\"bad-signature\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("gitedge_phase_duration_seconds_count{phase=\"Fetching\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("gitedge_condition_ok{condition=\"ReleaseTrusted\",reason=\"bad-signature\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.OtherRead, File.GetUnixFileMode(path) & UnixFileMode.OtherRead);
    }

    [Fact]
    public void Metrics_that_cannot_be_written_are_told_and_harm_nothing()
    {
        var reporter = NewReporter("/nowhere/gitedge.prom");

        reporter.NextPoll(DateTimeOffset.UnixEpoch);

        Assert.Contains(_lines.Logged, line => line.StartsWith("The metrics could not be written:", StringComparison.Ordinal));
        Assert.Equal(DateTimeOffset.UnixEpoch, reporter.Current.NextPoll);
    }

    private StatusReporter NewReporter(string metrics) => new(
        AgentRun.Manifest(_directory["root"], _directory["run"], "", "", "") with { Metrics = metrics },
        ServiceNotifier.From(_ => null, TimeProvider.System), _lines, TimeProvider.System);

    private sealed class Lines : ILogger
    {
        public List<string> Logged { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Logged.Add(formatter(state, exception));
    }
}
