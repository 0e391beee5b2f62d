using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Core.Tests.Deployments;

namespace GitEdge.Core.Tests.Status;

public sealed class MetricsTextTests
{
    private static readonly DateTimeOffset s_at = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_250);

    private static readonly DeviceStatus s_status = new()
    {
        Device = "secret-name",
        Channel = "stable",
        Agent = "1.2.3",
        At = s_at,
        LastContact = s_at.AddSeconds(-5),
        NextPoll = s_at.AddSeconds(30),
        Phase = DeploymentPhase.Probation,
        Accepted = new ReleaseName("stable", 2, 41, Sample.Digest("statement")),
        Current = GenerationStatus.Of(Sample.At(DeploymentPhase.Probation).Current),
        Target = GenerationStatus.Of(Sample.At(DeploymentPhase.Probation).Target),
        Conditions =
        [
            new Condition(ConditionType.GitReachable, Ok: false, "too-slow", "Remote 'secret' (https://secret.example/x)", "cure", s_at.AddSeconds(-60)),
            new Condition(ConditionType.Serving, Ok: true, "ok", "all of it", "", s_at),
        ],
    };

    [Fact]
    public void Everything_known_is_a_sample()
    {
        var counters = new AgentCounters()
            .Polled(reached: true, [new Fault(FaultKind.Waiting, "held", "m", "c"), new Fault(FaultKind.Permanent, "bad-signature", "m", "c")])
            .Polled(reached: false, [])
            .Left(DeploymentPhase.Staging, TimeSpan.FromMilliseconds(1500)).Left(DeploymentPhase.Fetching, TimeSpan.FromSeconds(2));

        Assert.Equal(
            [
                "gitedge_agent_info{version=\"1.2.3\",channel=\"stable\"} 1",
                "gitedge_condition_ok{condition=\"GitReachable\",reason=\"too-slow\"} 0",
                "gitedge_condition_ok{condition=\"Serving\",reason=\"ok\"} 1",
                "gitedge_condition_since_timestamp_seconds{condition=\"GitReachable\"} 1799999940.25",
                "gitedge_condition_since_timestamp_seconds{condition=\"Serving\"} 1800000000.25",
                "gitedge_rejections_total{reason=\"bad-signature\"} 1",
                "gitedge_rejections_total{reason=\"held\"} 1",
                "gitedge_polls_total{outcome=\"succeeded\"} 1",
                "gitedge_polls_total{outcome=\"failed\"} 1",
                "gitedge_status_timestamp_seconds 1800000000.25",
                "gitedge_last_contact_timestamp_seconds 1799999995.25",
                "gitedge_next_poll_timestamp_seconds 1800000030.25",
                "gitedge_accepted_epoch 2",
                "gitedge_accepted_counter 41",
                "gitedge_committed_epoch 1",
                "gitedge_committed_counter 1",
                "gitedge_generation 1",
                "gitedge_target_generation 2",
                .. Enum.GetNames<DeploymentPhase>().Select(name => $"gitedge_phase{{phase=\"{name}\"}} {(name == "Probation" ? 1 : 0)}"),
                .. Enum.GetNames<DeploymentPhase>().SelectMany(name => new[]
                {
                    $"gitedge_phase_duration_seconds_sum{{phase=\"{name}\"}} {name switch { "Fetching" => "2", "Staging" => "1.5", _ => "0" }}",
                    $"gitedge_phase_duration_seconds_count{{phase=\"{name}\"}} {(name is "Fetching" or "Staging" ? 1 : 0)}",
                }),
            ],
            Samples(MetricsText.Of(s_status, counters)));
    }

    [Fact]
    public void What_is_not_known_has_no_sample_and_nothing_else_is_told()
    {
        var bare = new DeviceStatus { Device = "secret-name", Channel = "stable", Agent = "1.2.3", At = s_at };

        var samples = Samples(MetricsText.Of(bare, new AgentCounters()));

        Assert.Equal(["gitedge_agent_info", "gitedge_polls_total", "gitedge_polls_total", "gitedge_status_timestamp_seconds"],
            samples.Where(line => !line.StartsWith("gitedge_phase", StringComparison.Ordinal)).Select(line => line.Split('{', ' ')[0]));
        Assert.DoesNotContain("secret", MetricsText.Of(s_status, new AgentCounters()), StringComparison.Ordinal);
        Assert.DoesNotContain("sha256", MetricsText.Of(s_status, new AgentCounters()), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_family_has_help_and_type_once_and_ends_its_line()
    {
        var lines = MetricsText.Of(s_status, new AgentCounters()).Split('\n');

        Assert.Equal("", lines[^1]);
        var families = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(families.Distinct(), families);
        Assert.Equal(families, lines.Where(line => line.StartsWith("# HELP ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
    }

    [Fact]
    public void Label_that_has_quotes_and_lines_is_escaped() => Assert.Contains(
        "{version=\"a\\\"b\\\\c\\nd\",channel=\"stable\"}", MetricsText.Of(s_status with { Agent = "a\"b\\c\nd" }, new AgentCounters()), StringComparison.Ordinal);

    private static List<string> Samples(string text) => [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
}
