using System.Diagnostics;
using GitEdge.Core.Health;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Preflight;

/// <summary>
/// One trial of one candidate, in this process. Each step returns a refusal or null; what was measured until then goes
/// into the verdict either way.
/// </summary>
internal sealed class PreflightTrial
{
    // Address space the runtime may take beyond the limit on resident memory: thread stacks, arenas grown ahead of use.
    private const long Headroom = 512L << 20;

    private readonly PreflightRequest _request;
    private readonly Action<string> _phase;
    private readonly List<string> _remarks = [];
    private PreflightMeasurements _measured = new();
    private IReadOnlyList<PreflightCase> _cases = [];

    public PreflightTrial(PreflightRequest request, Action<string> phase)
    {
        _request = request;
        _phase = phase;
    }

    /// <summary>Runs it to a verdict.</summary>
    public PreflightVerdict Run()
    {
        var clock = Stopwatch.StartNew();
        var verdict = Refusal() ?? Passed();
        return verdict with
        {
            Measured = _measured with { TotalMilliseconds = clock.Elapsed.TotalMilliseconds },
            Cases = _cases,
            RuntimeVersion = TrialRuntime.Version,
            Provider = TrialRuntime.Provider,
        };
    }

    private PreflightVerdict? Refusal()
    {
        _phase("reading the candidate");
        var (bytes, refusal) = CandidateFile.Read(_request);
        refusal ??= FitTrial.Check(_request, bytes);
        if (refusal is not null)
            return refusal;
        var sets = ReadCases(out refusal);
        if (refusal is not null)
            return refusal;
        RuntimeWarmUp.Run();
        if (Least(2 * _request.MemoryLimit, _request.DeviceMemory) is { } limit)
            OwnProcess.LimitGrowth(limit + Headroom);
        var before = OwnProcess.Resident();
        OwnProcess.ForgetPeak();
        using var candidate = Load(bytes, out refusal);
        bytes = [];
        return candidate is null ? refusal : Try(candidate, sets, before);
    }

    private IReadOnlyList<GoldenSet> ReadCases(out PreflightVerdict? refusal)
    {
        refusal = null;
        if (_request.Golden is null)
            return [];
        _phase("reading the recorded cases");
        var sets = GoldenFolder.Read(_request.Golden, out var errors);
        if (errors.Count > 0)
        {
            refusal = PreflightVerdict.Refuse(PreflightReason.GoldenUnreadable, $"{_request.Name}: {string.Join("; ", errors.Take(5))}.",
                "Record the cases with 'gitedge-inference golden record' and commit the whole folder.");
        }
        return sets;
    }

    private TrialModel? Load(byte[] bytes, out PreflightVerdict? refusal)
    {
        _phase("loading the candidate");
        refusal = null;
        var clock = Stopwatch.StartNew();
        try
        {
            var model = TrialModel.Load(bytes);
            _measured = _measured with { LoadMilliseconds = clock.Elapsed.TotalMilliseconds };
            return model;
        }
        catch (OnnxRuntimeException e)
        {
            refusal = RuntimeFault.Of(e, PreflightReason.DoesNotLoad, $"{_request.Name} does not load: {e.Message}",
                $"Load the file with ONNX Runtime {TrialRuntime.Version} before releasing it.");
            return null;
        }
    }

    private PreflightVerdict? Try(TrialModel candidate, IReadOnlyList<GoldenSet> recorded, long before)
    {
        List<GoldenSet> sets = [.. recorded.Select(set => set.Named(candidate.InputNames, candidate.OutputNames))];
        if ((InterfaceTrial.AgainstProtocol(_request.Name, candidate) ?? InterfaceTrial.AgainstRecording(_request.Name, sets, candidate) ?? InterfaceTrial.OfTolerances(_request, sets)) is { } unfit)
            return unfit;
        var golden = new GoldenTrial(_request.Name, output => _request.Outputs?.GetValueOrDefault(output) ?? _request.Tolerance, _phase);
        var refusal = sets.Count > 0 ? golden.Run(candidate, sets) : null;
        if (sets.Count == 0)
            sets = TryMadeUp(candidate);
        _cases = golden.Cases;
        GC.Collect();
        _measured = _measured with
        {
            Cases = golden.Cases.Count,
            PeakBytes = OwnProcess.Peak(),
            CandidatePeakBytes = Math.Max(0, OwnProcess.Peak() - before),
            ResidentBytes = OwnProcess.Resident(),
        };
        return refusal ?? MemoryRefusal() ?? Compare(candidate, sets);
    }

    // A model without recorded cases only has to load and answer; an error on inputs we made up is no proof against it.
    private List<GoldenSet> TryMadeUp(TrialModel candidate)
    {
        _phase("running made-up inputs");
        try
        {
            var set = new GoldenSet { Name = "made up", Inputs = SyntheticInputs.Make(candidate.Interface.Inputs, new SyntheticOptions()) };
            using var run = candidate.Bind(set.Inputs);
            run.Run();
            return [set];
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException)
        {
            _remarks.Add($"no recorded cases, and made-up inputs do not run: {e.Message}");
            return [];
        }
    }

    private PreflightVerdict? MemoryRefusal() => _measured.PeakBytes > _request.MemoryLimit
        ? PreflightVerdict.Refuse(PreflightReason.TooMuchMemory,
            $"{_request.Name}: the process reached {_measured.PeakBytes / 1_000_000} MB, {_request.MemoryLimit / 1_000_000} MB are allowed.",
            "Raise golden.memory if the device has more to give, or choose a smaller variant for this hardware.")
        : null;

    private PreflightVerdict? Compare(TrialModel candidate, List<GoldenSet> sets)
    {
        using var running = LoadRunning();
        if (running is not null && InterfaceTrial.AgainstRunning(_request, running, candidate) is { } broken)
            return broken;
        if (sets.Count == 0)
            return null;
        var comparable = running is not null && InterfaceTrial.Takes(running, sets);
        if (running is not null && !comparable)
            _remarks.Add("not compared with the running model, which does not take these inputs");
        _phase(comparable ? TrialPhase.SideBySide : "measuring the latency");
        using var trial = new LatencyTrial(candidate, comparable ? running : null, sets, TimeSpan.FromSeconds(_request.TimeoutSeconds));
        var attempts = trial.Run(_request.Latency);
        var best = LatencyJudge.Best(attempts)!;
        _measured = _measured with
        {
            CandidateP50Microseconds = best.CandidateP50,
            CandidateP95Microseconds = best.CandidateP95,
            RunningP50Microseconds = best.RunningP50,
            RunningP95Microseconds = best.RunningP95,
            Ratio = best.Ratio,
            LatencyAttempts = attempts.Count,
        };
        return LatencyRefusal.Of(_request, attempts);
    }

    // That the running model does not load speaks against the store, not against the candidate, which may be the cure.
    private TrialModel? LoadRunning()
    {
        if (_request.Running is null)
            return null;
        _phase(TrialPhase.LoadingRunning);
        try
        {
            OwnProcess.ForgetPeak();
            var before = OwnProcess.Resident();
            var model = TrialModel.Load(File.ReadAllBytes(_request.Running));
            _measured = _measured with { RunningPeakBytes = Math.Max(0, OwnProcess.Peak() - before) };
            return model;
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            _remarks.Add($"not compared with the running model: {e.Message}");
            return null;
        }
    }

    private static long? Least(long? one, long? other) => one < other || other is null ? one : other;

    private PreflightVerdict Passed() => new()
    {
        Passed = true,
        Reason = PreflightReason.Ok,
        Message = string.Join("; ", _remarks.Prepend($"{_request.Name} {(_cases.Count > 0 ? $"passed {_cases.Count} recorded cases" : "loads")}")),
        Cure = "",
        Measured = _measured,
        Cases = _cases,
    };
}
