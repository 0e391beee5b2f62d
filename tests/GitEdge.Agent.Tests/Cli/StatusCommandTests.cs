using System.Text.Json;
using GitEdge.Agent.Cli.Status;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Cli;

public sealed class StatusCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_with_all_conditions_ok_ends_with_0_and_shows_the_device()
    {
        _folder.Write(Sample.Status());

        var run = await Run();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"""
            Device        cam-017, channel stable, agent 0.1.0
            State         ok
            Phase         Idle
            Accepted      release stable/3
            Committed     generation 3, release stable/3, slot a, transaction {Sample.Generation(3).Transaction}
            Last contact  12s ago
            Next poll     in 18s
            Written       5s ago

            MODEL  VERSION  DIGEST        READY  DEFAULT
            vad    3        {Sha256Digest.Of("model"u8).Hex[..12]}  yes    yes

            CONDITION     STATE  REASON  SINCE   FOUND
            GitReachable  ok     ok      3h ago  fine
            Serving       ok     ok      3h ago  fine

            """, run.Output);
    }

    [Fact]
    public async Task Status_with_a_condition_not_ok_ends_with_1_and_shows_the_cure()
    {
        _folder.Write(Sample.Status() with
        {
            Conditions = [Sample.Good(ConditionType.Serving), Sample.Bad(ConditionType.ReleaseTrusted, "forged-tag", "rollout/stable/9 has a bad signature.", "Ask who pushed it.")],
        });

        var run = await Run();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("State         1 of 2 conditions not ok", run.Output, StringComparison.Ordinal);
        Assert.Contains("ReleaseTrusted  not ok  forged-tag  10m ago  rollout/stable/9 has a bad signature.", run.Output, StringComparison.Ordinal);
        Assert.Contains("To do for ReleaseTrusted (forged-tag): Ask who pushed it.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_without_a_file_ends_with_4_and_says_what_was_last_committed()
    {
        _folder.Write("history.jsonl", Sample.Lines([Sample.Step(3, DeploymentPhase.Probation, DeploymentPhase.Committed, 0)]));

        var run = await Run();

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("status.json' does not exist: the agent is not running", run.Output, StringComparison.Ordinal);
        Assert.Contains("To do: systemctl status gitedge-agent", run.Output, StringComparison.Ordinal);
        Assert.Contains("Last known: release stable/3, generation 3", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"device\":\"cam")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    public async Task Status_that_is_torn_ends_with_4_and_names_the_file(string content)
    {
        _folder.Write("status.json", content);

        var run = await Run();

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("status.json' is not a status: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("To do: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_that_is_too_large_is_not_read()
    {
        _folder.Write("status.json", new string(' ', (32 << 20) + 1));

        Assert.Contains("it is 33554433 bytes long", (await Run()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_that_was_not_renewed_ends_with_4_though_its_conditions_are_ok()
    {
        _folder.Write(Sample.Status() with { At = Sample.Now.AddMinutes(-10), NextPoll = Sample.Now.AddMinutes(-9.5) });

        var run = await Run();

        Assert.Equal(4, run.ExitCode);
        Assert.StartsWith("The status is 10m old: the agent is not running or hangs.", run.Output, StringComparison.Ordinal);
        Assert.Contains("State         not known", run.Output, StringComparison.Ordinal);
        Assert.Contains("cam-017", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeploymentPhase.Idle, 60, 179, null)]
    [InlineData(DeploymentPhase.Idle, 60, 181, "status-stale")]
    [InlineData(DeploymentPhase.Idle, 600, 1799, null)]
    [InlineData(DeploymentPhase.Idle, 600, 1801, "status-stale")]
    [InlineData(DeploymentPhase.Fetching, 60, 1799, null)]
    [InlineData(DeploymentPhase.Fetching, 60, 1801, "status-stale")]
    [InlineData(DeploymentPhase.Idle, 60, -59, null)]
    [InlineData(DeploymentPhase.Idle, 60, -61, "status-from-the-future")]
    public void Status_is_fresh_for_three_times_the_promised_interval(DeploymentPhase phase, int promised, int age, string? reason)
    {
        var at = Sample.Now.AddSeconds(-age);
        var status = Sample.Status() with { At = at, Phase = phase, NextPoll = at.AddSeconds(promised) };

        Assert.Equal(reason, StatusReader.Judge(status, Sample.Now)?.Reason);
    }

    [Fact]
    public async Task Status_of_a_device_that_never_heard_from_its_repository_ends_with_4()
    {
        var fresh = Sample.Status() with { LastContact = null, Current = null, Target = null, Accepted = null, Conditions = [Sample.Good(ConditionType.StateKept)] };
        _folder.Write(fresh);

        var run = await Run();

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("has not heard from the fleet repository yet", run.Output, StringComparison.Ordinal);
        Assert.Contains("To do: Wait for the end of its first poll", run.Output, StringComparison.Ordinal);
        Assert.Contains("State         not known", run.Output, StringComparison.Ordinal);

        // One that runs something was reached before its agent was started again; one that cannot be reached says so itself.
        _folder.Write(fresh with { Current = Sample.Status().Current });
        Assert.Equal(0, (await Run()).ExitCode);
        _folder.Write(fresh with { Conditions = [Sample.Bad(ConditionType.GitReachable, "dns", "no such host", "wait")] });
        Assert.Equal(1, (await Run()).ExitCode);
    }

    [Fact]
    public async Task Status_in_probation_shows_how_far_the_soak_is()
    {
        _folder.Write(Sample.Status() with
        {
            Phase = DeploymentPhase.Probation,
            Target = GenerationStatus.Of(Sample.Generation(4, Slot.B)),
            Soaked = TimeSpan.FromSeconds(70),
        });

        var run = await Run();

        Assert.Contains("Phase         Probation  58%  healthy for 1m 10s of 2m", run.Output, StringComparison.Ordinal);
        Assert.Contains("Under way     generation 4, release stable/4, slot b", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_json_is_the_device_status_with_the_judgement()
    {
        _folder.Write(Sample.Status());

        using var document = JsonDocument.Parse((await Run("--json")).Output);

        Assert.True(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.False(document.RootElement.TryGetProperty("problem", out _));
        Assert.Equal("Idle", document.RootElement.GetProperty("phase").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("models")[0].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Status_json_without_a_status_names_the_problem()
    {
        var run = await Run("--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(4, run.ExitCode);
        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("status-missing", document.RootElement.GetProperty("problem").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Status_shows_control_characters_instead_of_obeying_them()
    {
        _folder.Write(Sample.Status() with
        {
            Device = "cam\e[2J",
            Conditions = [Sample.Bad(ConditionType.Serving, "r", "line\r\nState         ok\u202e", "\u0007cure\u009b31m")],
        });

        var run = await Run();

        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c != '\n');
        Assert.Contains(@"cam\u001b[2J", run.Output, StringComparison.Ordinal);
        Assert.Contains(@"line\r\nState         ok\u202e", run.Output, StringComparison.Ordinal);
        Assert.Contains(@"\u0007cure\u009b31m", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_that_the_server_could_not_answer_for_says_so()
    {
        _folder.Write(Sample.Status() with { Models = null, LastContact = null, NextPoll = null, Accepted = null, Current = null, Conditions = [] });

        var run = await Run();

        Assert.Contains("Models: the server could not be asked.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Last contact  never", run.Output, StringComparison.Ordinal);
        Assert.Contains("Committed     nothing yet", run.Output, StringComparison.Ordinal);
        Assert.Contains("Conditions: none reported yet.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_watch_prints_one_line_for_each_change_and_none_for_a_mere_pass()
    {
        _folder.Write(Sample.Status());
        using var stop = new CancellationTokenSource();
        var time = new CountingTime(Sample.Now);
        var running = CommandRun.Of(StatusCommand.Create(time), Line("--watch --json"), stop.Token);
        await LooksAsync();
        _folder.Write(Sample.Status() with { At = Sample.Now });
        await LooksAsync();
        _folder.Write(Sample.Status() with { Phase = DeploymentPhase.Fetching });
        await LooksAsync();
        await stop.CancelAsync();

        var run = await running;

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"phase\":\"Fetching\"", lines[1], StringComparison.Ordinal);

        // The first to end may have begun before.
        async Task LooksAsync()
        {
            var before = time.Pauses;
            await Until.TrueAsync(() => time.Pauses >= before + 2 || running.IsCompleted, "two looks");
        }
    }

    [Fact]
    public async Task Status_help_has_examples_and_exit_codes()
    {
        var run = await CommandRun.Of(StatusCommand.Create(), "status --help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--runtime <DIR>", run.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  gitedge status ", run.Output, StringComparison.Ordinal);
        Assert.Contains("  4  not known:", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A clock that stands still and counts how often somebody begins to wait.</summary>
    private sealed class CountingTime(DateTimeOffset now) : TimeProvider
    {
        private int _pauses;

        public int Pauses => Volatile.Read(ref _pauses);

        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _pauses);
            return System.CreateTimer(callback, state, dueTime, period);
        }
    }

    private Task<CommandRun> Run(string options = "") => CommandRun.Of(StatusCommand.Create(new FixedTime(Sample.Now)), Line(options));

    private string Line(string options) => $"status --root {_folder.Path} --runtime {_folder.Path} {options}";
}
