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
