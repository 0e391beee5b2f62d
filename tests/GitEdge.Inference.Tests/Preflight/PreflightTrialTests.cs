using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Preflight;

namespace GitEdge.Inference.Tests.Preflight;

public sealed class PreflightTrialTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<string> _phases = [];

    [Fact]
    public void Good_candidate_passes_with_everything_measured()
    {
        var running = Model("running", TrialModels.Linear(2));
        var verdict = Try(TrialModels.Linear(2.0001f), request => request with { Golden = Record(running), Tolerance = new Tolerance { Absolute = 0.001 }, Running = running });

        Assert.Equal((true, PreflightReason.Ok, "m passed 2 recorded cases", ""), (verdict.Passed, verdict.Reason, verdict.Message, verdict.Cure));
        Assert.Equal(["test_data_set_0", "test_data_set_1"], verdict.Cases.Select(one => one.Set));
        Assert.All(verdict.Cases, one => Assert.True(one.Passed && one.Worst!.Passed && one.Output == "y"));
        var measured = verdict.Measured;
        Assert.Equal(2, measured.Cases);
        Assert.InRange(measured.LoadMilliseconds!.Value, 0.01, 60_000);
        Assert.InRange(measured.CandidateP95Microseconds!.Value, measured.CandidateP50Microseconds!.Value, 1e7);
        Assert.Equal(measured.CandidateP95Microseconds / measured.RunningP95Microseconds, measured.Ratio);
        Assert.Equal(1, measured.LatencyAttempts);
        // The peak is that of this whole process, whatever other tests have made it; the candidate's share is a part of it.
        Assert.InRange(measured.PeakBytes!.Value, 20_000_000, long.MaxValue);
        Assert.InRange(measured.CandidatePeakBytes!.Value, 0, measured.PeakBytes.Value - 1);
        Assert.NotNull(measured.RunningPeakBytes);
        Assert.Equal(("1.27.0", "CPUExecutionProvider"), (verdict.RuntimeVersion, verdict.Provider));
        Assert.Equal(
            ["reading the candidate", "reading the recorded cases", "loading the candidate", "running test_data_set_0", "running test_data_set_1", "loading the running model", "measuring beside the running model"],
            _phases);
    }

    [Fact]
    public void Candidate_with_other_answers_is_refused_with_the_worst_element()
    {
        var verdict = Try(TrialModels.Linear(3), request => request with { Golden = Record(Model("old", TrialModels.Linear(2))) });

        Assert.Equal((false, PreflightReason.GoldenMismatch), (verdict.Passed, verdict.Reason));
        Assert.StartsWith("m: test_data_set_0, output 'y' at [0,", verdict.Message, StringComparison.Ordinal);
        Assert.Equal(2, verdict.Cases.Count);
        Assert.All(verdict.Cases, one => Assert.False(one.Passed));
        Assert.Equal(10, verdict.ExitCode);
    }

    [Fact]
    public void Output_with_a_tolerance_of_its_own_is_judged_by_it()
    {
        var old = Model("old", TrialModels.Linear(2));
        var recorded = Record(old);
        PreflightVerdict With(string output, Tolerance own) => Try(TrialModels.Linear(3), request =>
            request with { Golden = recorded, Tolerance = new Tolerance { Exact = true }, Outputs = new Dictionary<string, Tolerance> { [output] = own } });

        Assert.True(With("y", new Tolerance { TopK = 2 }).Passed);
        Assert.Equal(PreflightReason.GoldenMismatch, With("y", new Tolerance { Absolute = 1e-9 }).Reason);
        var slip = With("z", new Tolerance { TopK = 2 });
        Assert.Equal((PreflightReason.InterfaceMismatch, "m: golden.outputs names 'z', which no case records; recorded are y."), (slip.Reason, slip.Message));
    }

    [Fact]
    public void Nan_is_refused_by_name()
    {
        var verdict = Try(TrialModels.SquareRoot(), request => request with { Golden = Record(Model("old", TrialModels.Linear(2))), Tolerance = new Tolerance { Cosine = -1 } });

        Assert.Equal(PreflightReason.NonFiniteOutput, verdict.Reason);
        Assert.Contains("output 'y': element", verdict.Message, StringComparison.Ordinal);
        Assert.Contains("is NaN, recorded is", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nan_in_an_output_that_is_not_recorded_is_refused_too()
    {
        var cases = Record(Model("old", TrialModels.Linear(2)));
        foreach (var file in Directory.GetFiles(cases, "output_*", SearchOption.AllDirectories))
            File.Delete(file);
        var verdict = Try(TrialModels.SquareRoot(), request => request with { Golden = cases });

        Assert.Equal(PreflightReason.NonFiniteOutput, verdict.Reason);
        Assert.EndsWith("output 'y': it has NaN or infinite values.", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidate_that_answers_always_the_same_is_refused_by_name()
    {
        var verdict = Try(TrialModels.Linear(0, 5), request => request with { Golden = Record(Model("old", TrialModels.Linear(2))) });

        Assert.Equal((PreflightReason.ConstantOutput, "m: the answer is the same for 2 cases with different inputs."), (verdict.Reason, verdict.Message));
    }

    [Fact]
    public void Constant_answer_that_was_recorded_is_right()
    {
        var constant = TrialModels.Linear(0, 5);
        Assert.True(Try(constant, request => request with { Golden = Record(Model("old", constant)) }).Passed);
    }

    [Fact]
    public void Changed_bytes_are_refused_before_anything_is_loaded()
    {
        var digest = Try(TrialModels.Linear(2), request => request with { Digest = Sha256Digest.Of([1]) });
        var size = Try(TrialModels.Linear(2), request => request with { Size = request.Size + 1 });

        Assert.Equal((PreflightReason.DigestMismatch, PreflightReason.DigestMismatch), (digest.Reason, size.Reason));
        Assert.Equal("reading the candidate", _phases.Distinct().Single());
    }

    [Fact]
    public void Missing_candidate_is_no_fault_of_the_release()
    {
        var verdict = Try(TrialModels.Linear(2), request => request with { Candidate = _directory["none"] });

        Assert.Equal((PreflightReason.InternalError, 70), (verdict.Reason, verdict.ExitCode));
    }

    [Fact]
    public void Truncated_and_garbage_models_do_not_load()
    {
        byte[] whole = File.ReadAllBytes(Binaries.Silero("v6"));
        foreach (var bytes in new[] { whole[..1_000_000], whole[..^1], [.. "<html>404</html>"u8], [] })
            Assert.True(Try(bytes).Reason is PreflightReason.DoesNotLoad or PreflightReason.UnsupportedModel);
    }

    [Fact]
    public void Opset_of_the_future_is_refused_by_name()
    {
        var verdict = Try(TrialModels.Linear(2, 0, opset: 99));

        Assert.Equal(PreflightReason.UnsupportedOpset, verdict.Reason);
        Assert.Equal("m: The model uses operator set 99; the runtime on this device implements up to 26.", verdict.Message);
    }

    [Fact]
    public void Device_that_lacks_what_the_manifest_asks_for_is_told()
    {
        var verdict = Try(TrialModels.Linear(2), request => request with { Requires = new ModelRequirements { Provider = "CUDAExecutionProvider", Runtime = "9.0" } });

        Assert.Equal(PreflightReason.DoesNotFit, verdict.Reason);
        Assert.Equal(
            "m: The model needs CUDAExecutionProvider; the runtime on this device offers CPUExecutionProvider. The model needs ONNX Runtime 9.0; this device has 1.27.0.",
            verdict.Message);
    }

    [Fact]
    public void Unreadable_cases_are_the_releases_fault()
    {
        var verdict = Try(TrialModels.Linear(2), request => request with { Golden = _directory["none"] });

        Assert.Equal((PreflightReason.GoldenUnreadable, 10), (verdict.Reason, verdict.ExitCode));
    }

    [Fact]
    public void Absolute_latency_is_refused_after_three_attempts()
    {
        var running = Model("running", TrialModels.Linear(2));
        var verdict = Try(TrialModels.Linear(2), request => request with { Golden = Record(running), Latency = new LatencyGate { P95 = TimeSpan.FromTicks(1) } });

        Assert.Equal((PreflightReason.TooSlow, 3), (verdict.Reason, verdict.Measured.LatencyAttempts));
        Assert.Contains("at best of 3, 0 ms is allowed", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratio_is_refused_after_three_attempts()
    {
        var slow = SlowModel();
        var verdict = Try(slow, request => request with { Golden = Record(Model("running", TrialModels.Linear(1))), Running = Model("running", TrialModels.Linear(1)), Latency = new LatencyGate { Regression = 1.5 } });

        Assert.Equal((PreflightReason.SlowerThanRunning, 3), (verdict.Reason, verdict.Measured.LatencyAttempts));
        Assert.True(verdict.Measured.Ratio > 1.5);
    }

    [Fact]
    public void Model_without_cases_only_has_to_load()
    {
        var verdict = Try(TrialModels.Linear(2));

        Assert.Equal((true, "m loads", 0), (verdict.Passed, verdict.Message, verdict.Measured.Cases));
        Assert.NotNull(verdict.Measured.CandidateP95Microseconds);
    }

    [Fact]
    public void Made_up_inputs_that_fail_are_a_remark()
    {
        var verdict = Try(File.ReadAllBytes(Binaries.Silero("v6")));

        Assert.True(verdict.Passed);
        Assert.StartsWith("m loads", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_model_that_does_not_load_is_a_remark()
    {
        var verdict = Try(TrialModels.Linear(2), request => request with { Running = _directory.Write("broken.onnx", "x") });

        Assert.True(verdict.Passed);
        Assert.StartsWith("m loads; not compared with the running model: ", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interface_of_the_running_model_binds_unless_a_change_is_allowed()
    {
        var running = Model("running", TrialModels.Greedy());
        var bound = Try(TrialModels.Linear(2), request => request with { Running = running });
        var free = Try(TrialModels.Linear(2), request => request with { Running = running, AllowInterfaceChange = true });

        Assert.Equal(PreflightReason.InterfaceMismatch, bound.Reason);
        Assert.Equal(
            "m: clients of the running model would break: the running model's input 'n' is gone; the candidate asks for input 'x', which the running model does not have.",
            bound.Message);
        Assert.Equal((true, "m loads; not compared with the running model, which does not take these inputs"), (free.Passed, free.Message));
    }

    [Fact]
    public void Output_the_protocol_does_not_have_is_refused()
    {
        var verdict = Try(new OnnxModelBuilder().Input("x", OnnxType.Float, 1).Output("all", OnnxModelBuilder.Sequence(OnnxType.Float)).Node("SequenceConstruct", ["x"], ["all"]).Build());

        Assert.Equal((PreflightReason.InterfaceMismatch, "m: 'all' is ONNX_TYPE_SEQUENCE, which cannot be served."), (verdict.Reason, verdict.Message));
    }

    [Fact]
    public void Silero_v6_takes_over_from_v5_on_real_speech()
    {
        Speech.WriteSileroInputs(_directory["speech"]);
        GoldenRecorder.Record(new RecordOptions { Model = Binaries.Silero("v5"), Inputs = _directory["speech"], Outputs = ["output"], Out = _directory["golden"] });
        var verdict = Try(File.ReadAllBytes(Binaries.Silero("v6")), request => request with
        {
            Golden = _directory["golden"],
            Running = Binaries.Silero("v5"),
            Tolerance = new Tolerance { Absolute = 0.35 },
            // A gate that no machine fails, however busy; that gates refuse is shown above.
            Latency = new LatencyGate { P95 = TimeSpan.FromMinutes(1), Regression = 1000 },
        });

        Assert.True(verdict.Passed, string.Join('\n', verdict.Cases.Select(c => $"{c.Set} {c.Worst?.Text}")));
        Assert.InRange(verdict.Measured.Cases, 3, 10);
    }

    [Fact]
    public void Silero_v4_is_refused_after_v6_with_and_without_cases()
    {
        Speech.WriteSileroInputs(_directory["speech"]);
        GoldenRecorder.Record(new RecordOptions { Model = Binaries.Silero("v6"), Inputs = _directory["speech"], Out = _directory["golden"] });
        var legacy = File.ReadAllBytes(Binaries.Silero("legacy"));
        var with = Try(legacy, request => request with { Golden = _directory["golden"], Running = Binaries.Silero("v6") });
        var without = Try(legacy, request => request with { Running = Binaries.Silero("v6") });

        Assert.Equal((PreflightReason.InterfaceMismatch, PreflightReason.InterfaceMismatch), (with.Reason, without.Reason));
        Assert.Equal(
            "m: test_data_set_0 does not fit: input 'state' is recorded, the candidate has none of that name; the candidate asks for input 'h', which is not recorded; the candidate asks for input 'c', which is not recorded; output 'stateN' is recorded, the candidate has none of that name.",
            with.Message);
        Assert.Contains("the running model's input 'state' is gone", without.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static byte[] SlowModel()
    {
        var graph = new OnnxModelBuilder().Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3);
        for (var i = 0; i < 2000; i++)
            graph.Node("Neg", [i == 0 ? "x" : $"t{i}"], [i == 1999 ? "y" : $"t{i + 1}"]);
        return graph.Build();
    }

    private PreflightVerdict Try(byte[] candidate, Func<PreflightRequest, PreflightRequest>? with = null)
    {
        var request = new PreflightRequest
        {
            Name = "m",
            Candidate = Model("candidate", candidate),
            Digest = Sha256Digest.Of(candidate),
            Size = candidate.Length,
            Tolerance = new Tolerance(),
            TimeoutSeconds = 60,
        };
        return new PreflightTrial(with?.Invoke(request) ?? request, _phases.Add).Run();
    }

    private string Model(string name, byte[] bytes)
    {
        var path = _directory[$"{name}.onnx"];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Record(string model)
    {
        GoldenRecorder.Record(new RecordOptions { Model = model, Random = 2, Out = _directory["recorded"] });
        return _directory["recorded"];
    }
}
