using System.Text.Json;
using GitEdge.Agent.Cli.History;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using static GitEdge.Core.Deployments.DeploymentPhase;

namespace GitEdge.Agent.Tests.Cli;

public sealed class HistoryCommandTests : IDisposable
{
    private static readonly Fault Blame = new(FaultKind.Permanent, "bad-output", "NaN in 3% of the answers.", "Train it again.");
    private static readonly Fault Weather = new(FaultKind.Transient, "source-unreachable", "No route to host.", "Look at the network.");

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task History_groups_by_transaction_newest_first()
    {
        _folder.Write("history.jsonl", Sample.Lines([.. GoodRun(1), .. BadRun(2)]));

        var run = await Run();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"""
            TRANSACTION  STARTED               RELEASE   GENERATION  OUTCOME      DURATION  REASON
            {Name(2)}   2026-05-01 08:00:00Z  stable/2  2           rolled back  1m 35s    bad-output: NaN in 3% of the answers.
            {Name(1)}   2026-05-01 07:00:00Z  stable/1  1           committed    2m 5s

            """, run.Output);
    }

    [Fact]
    public void Deployment_that_was_refused_in_preflight_says_why()
    {
        var one = Single([Step(Idle, Fetching, 0), Step(Fetching, Staging, 1), Step(Staging, Preflight, 2), Step(Preflight, Idle, 3, Blame)]);

        Assert.Equal(HistoryOutcome.Refused, one.Outcome);
        Assert.Equal(Blame, one.Fault);
        Assert.Equal(TimeSpan.FromSeconds(3), one.Duration);
    }

    [Fact]
    public void Deployment_cut_short_is_interrupted()
    {
        Assert.Equal(HistoryOutcome.Interrupted, Single([Step(Idle, Fetching, 0), Step(Fetching, Idle, 1, Weather)]).Outcome);
        Assert.Equal(HistoryOutcome.Interrupted, Single([Step(Idle, Fetching, 0), Step(Fetching, Idle, 1)]).Outcome);
    }

    [Fact]
    public void Deployment_whose_rollback_failed_is_stalled()
    {
        var one = Single([Step(Activating, RollingBack, 0, Blame), Step(RollingBack, Stalled, 9, Weather)]);

        Assert.Equal(HistoryOutcome.Stalled, one.Outcome);
        Assert.Equal(Weather, one.Fault);
    }

    [Fact]
    public void Deployment_that_was_committed_stays_so_when_tidying_failed()
    {
        var one = Single([Step(Probation, Committed, 0), Step(Committed, Idle, 1, Weather)]);

        Assert.Equal(HistoryOutcome.Committed, one.Outcome);
        Assert.Null(one.Fault);
    }

    [Fact]
    public void Deployment_whose_commit_was_rotated_away_was_committed_all_the_same() =>
        Assert.Equal(HistoryOutcome.Committed, Single([Step(Committed, Idle, 1)]).Outcome);

    [Fact]
    public void Deployment_without_an_end_is_under_way_when_it_is_the_last()
    {
        var all = PastDeployments.Of([Sample.Step(1, Idle, Fetching, 0), Sample.Step(2, Idle, Staging, 0), Sample.Step(3, Idle, Probation, 0)]);

        Assert.Equal([HistoryOutcome.UnderWay, HistoryOutcome.Unknown, HistoryOutcome.Superseded], all.Select(one => one.Outcome));
        Assert.All(all, one => Assert.Null(one.Duration));
    }

    [Fact]
    public async Task History_tolerates_a_torn_last_line_and_says_so()
    {
        var whole = Sample.Lines(GoodRun(1));
        _folder.Write("history.jsonl", whole + whole[..40]);

        var run = await Run();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("committed", run.Output, StringComparison.Ordinal);
        Assert.Contains("history.jsonl', the last, is torn", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_reads_the_rotated_part_first()
    {
        var steps = GoodRun(1).ToList();
        _folder.Write("history.1.jsonl", Sample.Lines(steps[..2]) + "garbage\n" + Sample.Lines(steps[2..3]));
        _folder.Write("history.jsonl", Sample.Lines(steps[3..]));

        var run = await Run();

        Assert.Contains("committed  2m 5s", run.Output, StringComparison.Ordinal);
        Assert.Contains("Line 3 of ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("torn", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_of_a_new_device_is_empty()
    {
        var run = await Run();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Nothing has been deployed on this device yet.\n", run.Output);
    }

    [Fact]
    public async Task History_without_a_state_directory_ends_with_4()
    {
        var run = await CommandRun.Of(HistoryCommand.Create(), $"history --root {_folder["nowhere"]}");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("no agent has run here", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_shows_the_newest_up_to_the_limit()
    {
        _folder.Write("history.jsonl", Sample.Lines(Enumerable.Range(1, 5).SelectMany(number => GoodRun(number))));

        var lines = (await Run("--limit 2")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.StartsWith(Name(5), lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task History_refuses_a_limit_that_is_none(string limit) =>
        Assert.NotEqual(0, (await Run($"--limit={limit}")).ExitCode);

    [Fact]
    public async Task History_shows_every_step_of_one_deployment()
    {
        _folder.Write("history.jsonl", Sample.Lines([.. GoodRun(1), .. BadRun(2)]));

        var run = await Run($"--show {Name(2)}");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2026-05-01 08:00:00Z  Idle         Fetching     5s         3 to fetch\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Probation    RollingBack  90ms       bad-output: NaN", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("bad-output: NaN in 3% of the answers.\nTo do: Train it again.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_of_an_unknown_transaction_ends_with_4()
    {
        var run = await Run("--show 9-none");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("The history knows no transaction '9-none'. 'gitedge history --limit 1000' lists them.\n", run.Output);
    }

    [Fact]
    public async Task History_json_has_outcomes_and_steps()
    {
        _folder.Write("history.jsonl", Sample.Lines(BadRun(2)) + "torn");

        using var document = JsonDocument.Parse((await Run("--json")).Output);

        var one = document.RootElement.GetProperty("deployments")[0];
        Assert.Equal("RolledBack", one.GetProperty("outcome").GetString());
        Assert.Equal("bad-output", one.GetProperty("fault").GetProperty("reason").GetString());
        Assert.Equal(5, one.GetProperty("steps").GetArrayLength());
        Assert.Equal(1, document.RootElement.GetProperty("problems").GetArrayLength());
    }

    private Task<CommandRun> Run(string options = "") => CommandRun.Of(HistoryCommand.Create(), $"history --root {_folder.Path} {options}");

    private static string Name(long generation) => Sample.Generation(generation).Transaction;

    private static HistoryEntry Step(DeploymentPhase from, DeploymentPhase to, int seconds, Fault? fault = null) =>
        Sample.Step(7, from, to, seconds, fault);

    private static PastDeployment Single(IReadOnlyList<HistoryEntry> steps) => Assert.Single(PastDeployments.Of(steps));

    private static IEnumerable<HistoryEntry> GoodRun(long generation) =>
    [
        Sample.Step(generation, Idle, Fetching, 0),
        Sample.Step(generation, Fetching, Staging, 3),
        Sample.Step(generation, Staging, Probation, 5),
        Sample.Step(generation, Probation, Committed, 125),
        Sample.Step(generation, Committed, Idle, 126),
    ];

    private static IEnumerable<HistoryEntry> BadRun(long generation)
    {
        var back = Sample.Step(generation, Probation, RollingBack, 95, Blame);
        return
        [
            Sample.Step(generation, Idle, Fetching, 0, note: "3 to fetch"),
            Sample.Step(generation, Fetching, Staging, 5),
            Sample.Step(generation, Staging, Probation, 6),
            back,
            back with { From = RollingBack, To = Idle, At = back.At.AddMilliseconds(90), Fault = null },
        ];
    }
}
