using System.Diagnostics;
using GitEdge.Agent.Inference;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Inference;

[Trait("Category", "Slow")]
public sealed class PreflightProcessTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Good_candidate_passes()
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request with { MemoryLimit = 500_000_000 });

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Equal("measuring the latency", verdict.Phase);
        Assert.NotNull(verdict.Measured.CandidateP95Microseconds);
    }

    [Fact]
    public async Task Refusal_comes_back_as_it_was_printed()
    {
        var verdict = await RunAsync(File.ReadAllBytes(Binaries.Silero("legacy")), request => request with { Running = Binaries.Silero("v6"), MemoryLimit = 500_000_000 });

        Assert.Equal((false, PreflightReason.InterfaceMismatch), (verdict.Passed, verdict.Reason));
        Assert.Contains("input 'state' is gone", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_crashes_harms_only_the_trial()
    {
        var candidate = TrialModels.Quotient();
        var golden = Golden(OnnxType.Int32, ("x", BitConverter.GetBytes(int.MinValue)), ("z", BitConverter.GetBytes(-1)));
        var verdict = await RunAsync(candidate, request => request with { Golden = golden });

        Assert.Equal((PreflightReason.Crashed, "running test_data_set_0", true), (verdict.Reason, verdict.Phase, verdict.IsReleasesFault));
        Assert.StartsWith("m: the process died of SIGFPE while running test_data_set_0.", verdict.Message, StringComparison.Ordinal);
        Assert.True(verdict.Measured.PeakBytes > 10_000_000);
    }

    [Fact]
    public async Task Model_that_never_ends_is_timed_out()
    {
        var time = new LeapingTime();
        var trial = RunAsync(TrialModels.Endless(), request => request with { TimeoutSeconds = 600 }, time: time);
        await ChildAsync();
        time.Leap(TimeSpan.FromSeconds(601));
        var verdict = await trial;

        Assert.Equal((PreflightReason.TimedOut, "running made-up inputs"), (verdict.Reason, verdict.Phase));
        Assert.Equal("m: not done after 600 s while running made-up inputs, which is the limit of a trial: the model is too slow to load or to run on this device, or never ends.", verdict.Message);
    }

    [Fact]
    public async Task Model_that_takes_too_much_memory_is_killed_on_the_way()
    {
        var golden = Golden(OnnxType.Int64, ("n", BitConverter.GetBytes(220_000_000L)));
        var verdict = await RunAsync(TrialModels.Greedy(), request => request with { Golden = golden, MemoryLimit = 300_000_000 });

        Assert.Equal((PreflightReason.TooMuchMemory, "running test_data_set_0"), (verdict.Reason, verdict.Phase));
        Assert.Contains("300 MB are allowed", verdict.Message, StringComparison.Ordinal);
        // A look too late sees all of it, beside what the process has itself.
        Assert.InRange(verdict.Measured.PeakBytes!.Value, 300_000_000, 1_000_000_000);
    }

    [Fact]
    public async Task Model_without_a_limit_of_its_own_is_killed_when_it_takes_what_the_device_has()
    {
        var golden = Golden(OnnxType.Int64, ("n", BitConverter.GetBytes(150_000_000L)));
        var verdict = await RunAsync(TrialModels.Greedy(), request => request with { Golden = golden, DeviceMemory = 300_000_000 });

        Assert.Equal((PreflightReason.TooMuchMemory, true), (verdict.Reason, verdict.IsReleasesFault));
        Assert.Contains("the device has 300 MB to give", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidate_that_does_not_fit_beside_the_running_model_is_tried_alone()
    {
        var golden = Golden(OnnxType.Int64, ("n", BitConverter.GetBytes(30_000_000L)));
        var verdict = await RunAsync(TrialModels.Greedy(), request => request with { Golden = golden, DeviceMemory = 400_000_000, Running = request.Candidate });

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Contains("no memory for both", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_asks_for_the_moon_gets_an_error()
    {
        var golden = Golden(OnnxType.Int64, ("n", BitConverter.GetBytes(4_000_000_000_000L)));
        var verdict = await RunAsync(TrialModels.Greedy(), request => request with { Golden = golden, MemoryLimit = 300_000_000 });

        Assert.Equal(PreflightReason.TooMuchMemory, verdict.Reason);
        Assert.True(verdict.Measured.PeakBytes < 300_000_000);
    }

    [Fact]
    public async Task Cancelling_kills_the_trial()
    {
        using var cancellation = new CancellationTokenSource();
        var trial = RunAsync(TrialModels.Endless(), request => request, cancellationToken: cancellation.Token);
        var child = await ChildAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial);
        Assert.False(Directory.Exists($"/proc/{child}"));
    }

    [Fact]
    public async Task Trial_is_the_first_to_go_and_knows_nothing_of_the_agent()
    {
        using var cancellation = new CancellationTokenSource();
        Environment.SetEnvironmentVariable("GITEDGE_TEST_SECRET", "s");
        var trial = RunAsync(TrialModels.Endless(), request => request with { MemoryLimit = 500_000_000 }, cancellationToken: cancellation.Token);
        var child = await ChildAsync();
        var nice = File.ReadAllText($"/proc/{child}/stat").Split(')')[1].Split(' ')[17];
        var limits = File.ReadAllLines($"/proc/{child}/limits");
        var environment = File.ReadAllText($"/proc/{child}/environ");

        Assert.Equal("1000", File.ReadAllText($"/proc/{child}/oom_score_adj").Trim());
        Assert.Equal("10", nice);
        Assert.DoesNotContain("GITEDGE_TEST_SECRET", environment, StringComparison.Ordinal);
        Assert.Contains("DOTNET_EnableDiagnostics=0", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("unlimited", limits.Single(line => line.StartsWith("Max data size", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var none in (string[])["Max file size", "Max core file size"])
            Assert.Equal(["0", "0"], limits.Single(line => line.StartsWith(none, StringComparison.Ordinal))[none.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2]);
        // The thread that loads and runs the model, and those of the runtime, which follow from it.
        Assert.Contains("NoNewPrivs:\t1", File.ReadAllText($"/proc/{child}/status"), StringComparison.Ordinal);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial);
    }

    [Fact]
    public async Task Somebody_who_kills_the_trial_does_not_condemn_the_release()
    {
        var trial = RunAsync(TrialModels.Endless(), request => request);
        Tool.Run("kill", ["-KILL", await ChildAsync()]);
        var verdict = await trial;

        Assert.Equal((PreflightReason.Killed, false), (verdict.Reason, verdict.IsReleasesFault));
        Assert.StartsWith("m: somebody killed the trial while running made-up inputs", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Signal_that_asks_the_trial_to_end_does_not_condemn_the_release(string signal)
    {
        var trial = RunAsync(TrialModels.Endless(), request => request);
        Tool.Run("kill", ["-" + signal, await ChildAsync()]);
        var verdict = await trial;

        Assert.Equal((PreflightReason.Killed, false), (verdict.Reason, verdict.IsReleasesFault));
        Assert.Contains("shutting down", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trial_without_its_parent_does_nothing()
    {
        var request = _directory.Write("request.json", "{}");
        var result = await Task.Run(() => Tool.Try(Binaries.Inference, ["preflight", "--request", request, "--parent", "1"]));

        Assert.Equal((70, ""), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Trial_ends_with_its_parent()
    {
        var request = WriteRequest(TrialModels.Endless());
        // $$ is the shell's process id: the shell is the parent, and is killed.
        using var shell = Process.Start("bash", ["-c", $"'{Binaries.Inference}' preflight --request '{request}' --parent $$ 2> >(exec tee '{Phases}') & echo $! > '{_directory["pid"]}'; wait"]);
        var child = await ChildAsync();
        shell.Kill();
        await shell.WaitForExitAsync();

        await Until.TrueAsync(() => !IsRunning(child), "the end of the trial");
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("echo garbage; exit 0", 0)]
    [InlineData("echo '{}'; exit 0", 0)]
    [InlineData("echo '{\"passed\":true,\"reason\":\"crashed\",\"message\":\"\",\"cure\":\"\",\"measured\":{},\"cases\":[]}'; exit 0", 0)]
    [InlineData("head -c 5000000 /dev/zero; exit 3", 3)]
    public async Task Program_that_prints_no_verdict_is_no_verdict(string script, int code)
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request, Script(script));

        Assert.Equal((false, PreflightReason.InternalError), (verdict.Passed, verdict.Reason));
        Assert.StartsWith($"m: the trial ended with code {code} and without a verdict", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head -c 5000000 /dev/zero; exit 10")]
    [InlineData("exit 10")]
    [InlineData("echo '{\"passed\":true,\"reason\":\"ok\",\"message\":\"\",\"cure\":\"\",\"measured\":{},\"cases\":[]}'; exit 10")]
    public async Task Refusal_that_cannot_be_read_is_a_refusal(string script)
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request, Script(script));

        Assert.Equal((false, PreflightReason.NoVerdict, true), (verdict.Passed, verdict.Reason, verdict.IsReleasesFault));
        Assert.Equal("m: the trial refused the model, but its verdict cannot be read.", verdict.Message);
    }

    [Fact]
    public async Task Verdict_is_not_trusted_to_be_harmless()
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request, Script(
            "printf '{\"passed\":false,\"reason\":\"run-failed\",\"message\":\"a\\\\u001b[2Jb%s\",\"cure\":\"\",\"measured\":{},\"cases\":[]}' $(head -c 20000 /dev/zero | tr '\\0' x); exit 10"));

        Assert.Equal(PreflightReason.RunFailed, verdict.Reason);
        Assert.StartsWith("a\\u001b[2Jbxxx", verdict.Message, StringComparison.Ordinal);
        Assert.InRange(verdict.Message.Length, 400, 500);
    }

    [Fact]
    public async Task Model_with_an_endless_operator_name_is_refused_in_few_words()
    {
        var name = "Evil\u001b]0;\r\nphase: loading the running model\n" + new string('x', 1_300_000);
        var verdict = await RunAsync(new OnnxModelBuilder()
            .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3).Node(name, ["x"], ["y"]).Build(), request => request);

        Assert.Equal((PreflightReason.DoesNotLoad, true, "loading the candidate"), (verdict.Reason, verdict.IsReleasesFault, verdict.Phase));
        Assert.InRange(verdict.Message.Length, 20, 500);
        Assert.DoesNotContain(verdict.Message, char.IsControl);
        Assert.Contains("Evil\\u001b]0;\\r\\nphase", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("weights.bin")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    public async Task Model_that_names_another_file_is_refused_before_it_is_read(string location)
    {
        File.WriteAllText(_directory["secret"], "TOP-SECRET-DATA!");
        var candidate = new OnnxModelBuilder().Input("x", OnnxType.Float, 4).Output("y", OnnxType.Float, 4)
            .Part(5, OnnxTensor.External("w", OnnxType.Float, [4], location)).Node("Add", ["x", "w"], ["y"]).Build();
        var verdict = await RunAsync(candidate, request => request);

        Assert.Equal((PreflightReason.ExternalData, true, "reading the candidate"), (verdict.Reason, verdict.IsReleasesFault, verdict.Phase));
        Assert.Equal("m: its tensor 'w' is kept in another file (external data), which no digest covers.", verdict.Message);
        Assert.StartsWith("Write the weights into the model", verdict.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Last_words_are_kept_bounded()
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request,
            Script("echo 'phase: thinking' >&2; yes noise | head -100000 >&2; printf 'the last' >&2; kill -SEGV $$"));

        Assert.Equal("m: the process died of SIGSEGV while thinking. Its last words: the last", verdict.Message);
        Assert.Equal(PreflightReason.Crashed, verdict.Reason);
    }

    [Fact]
    public async Task Crash_of_the_running_model_does_not_condemn_the_candidate()
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request, Script("echo 'phase: loading the running model' >&2; kill -ABRT $$"));

        Assert.Equal((PreflightReason.InternalError, "loading the running model"), (verdict.Reason, verdict.Phase));
        Assert.Contains("SIGABRT", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_program_is_told()
    {
        var verdict = await RunAsync(TrialModels.Linear(2), request => request, _directory["none"]);

        Assert.Equal(PreflightReason.InternalError, verdict.Reason);
        Assert.StartsWith($"{_directory["none"]} could not be started: ", verdict.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task<PreflightVerdict> RunAsync(
        byte[] candidate, Func<PreflightRequest, PreflightRequest> with, string? program = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var process = new PreflightProcess(program ?? OwnProgram(), time ?? TimeProvider.System);
        return process.RunAsync(with(Request(candidate)), cancellationToken);
    }

    private PreflightRequest Request(byte[] candidate)
    {
        File.WriteAllBytes(_directory["candidate.onnx"], candidate);
        return new PreflightRequest
        {
            Name = "m",
            Candidate = _directory["candidate.onnx"],
            Digest = Sha256Digest.Of(candidate),
            Size = candidate.Length,
            Tolerance = new Tolerance(),
            TimeoutSeconds = 240,
        };
    }

    private string WriteRequest(byte[] candidate) => _directory.Write(
        "request.json", System.Text.Json.JsonSerializer.Serialize(Request(candidate), HealthJson.Default.PreflightRequest));

    private string Script(string body)
    {
        var path = _directory.Write("program", $"#!/bin/sh\n{body}\n");
        Tool.Run("chmod", ["500", path]);
        return path;
    }

    private string Golden(OnnxType type, params (string Name, byte[] Data)[] inputs)
    {
        var folder = Directory.CreateDirectory(_directory["golden", "test_data_set_0"]).FullName;
        for (var i = 0; i < inputs.Length; i++)
            File.WriteAllBytes(Path.Combine(folder, $"input_{i}.pb"), OnnxTensor.Write(inputs[i].Name, type, [1], inputs[i].Data));
        return _directory["golden"];
    }

    private string Phases => _directory["phases"];

    // The program under a name by which this test's trial is told from those of others; what it says of its phases is kept too.
    private string OwnProgram()
    {
        var link = _directory["gitedge-inference"];
        if (File.Exists(link))
            return _directory["traced"];
        File.CreateSymbolicLink(link, Binaries.Inference);
        var path = _directory.Write("traced", $"#!/bin/bash\nexec '{link}' \"$@\" 2> >(exec tee '{Phases}' >&2)\n");
        Tool.Run("chmod", ["500", path]);
        return path;
    }

    // The trial's process, once it runs the model: its program, or its request, lies in this test's folder.
    private async Task<string> ChildAsync()
    {
        await Until.TrueAsync(() => File.Exists(Phases) && File.ReadAllText(Phases).Contains("phase: running ", StringComparison.Ordinal), "the trial to run the model");
        return Path.GetFileName(Directory.GetDirectories("/proc").Single(path => CommandLine(path) is var line
            && line.Contains("gitedge-inference\0preflight", StringComparison.Ordinal) && line.Contains(_directory.Path, StringComparison.Ordinal)));
    }

    private static string CommandLine(string process)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _) ? File.ReadAllText($"{process}/cmdline") : "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // Gone by now.
        }
    }

    /// <summary>The system's clock, put on when told.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _leapt;

        public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, time.Ticks * (TimestampFrequency / TimeSpan.TicksPerSecond));

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _leapt);
    }
}
