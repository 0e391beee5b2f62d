using System.Globalization;
using System.Text.Json;
using GitEdge.Core.Health;

namespace GitEdge.Agent.Inference;

/// <summary>Makes a verdict of however a trial ended.</summary>
internal static class TrialOutcome
{
    private const int FirstSignal = 128;
    private const int SigHangUp = 1;
    private const int SigInterrupt = 2;
    private const int SigKill = 9;
    private const int SigAlarm = 14;
    private const int SigTerminate = 15;

    private const string TryElsewhere = "Run the model with the device's runtime version on a desk, with the recorded cases, before releasing it.";

    private static readonly Dictionary<int, string> Signals = new()
    {
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [14] = "SIGALRM",
        [31] = "SIGSYS",
    };

    public static PreflightVerdict Of(PreflightRequest request, TrialEnd end, TrialStop stop)
    {
        var verdict = stop switch
        {
            TrialStop.Memory => TooMuchMemory(request, end),
            TrialStop.Time => TimedOut(request, end),
            _ => Printed(end) ?? Unprinted(request, end),
        };
        return verdict with
        {
            Phase = verdict.Phase ?? (end.Phase.Length > 0 ? end.Phase : null),
            Measured = verdict.Measured.PeakBytes is null && end.PeakBytes > 0
                ? verdict.Measured with { PeakBytes = end.PeakBytes }
                : verdict.Measured,
        };
    }

    // A verdict counts only when the exit code says the same.
    private static PreflightVerdict? Printed(TrialEnd end)
    {
        try
        {
            var verdict = JsonSerializer.Deserialize(end.Output, HealthJson.Default.PreflightVerdict);
            return verdict is not null && verdict.ExitCode == end.ExitCode && verdict.Passed == (verdict.Reason == PreflightReason.Ok) ? verdict.Bounded() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PreflightVerdict Unprinted(PreflightRequest request, TrialEnd end) => (end.ExitCode - FirstSignal) switch
    {
        SigAlarm => TimedOut(request, end),
        SigKill => PreflightVerdict.Refuse(PreflightReason.Killed,
            $"{request.Name}: somebody killed the trial{While(end)}; most often that is the kernel, out of memory.",
            "Look for 'Out of memory' in the kernel's log; set golden.memory below what the device has to give."),
        SigHangUp or SigInterrupt or SigTerminate => PreflightVerdict.Refuse(PreflightReason.Killed,
            $"{request.Name}: somebody ended the trial{While(end)}; most often that is the device shutting down, or the agent being stopped.",
            "Nothing: the trial is made again."),
        > 0 and < 65 when end.Phase == TrialErrors.LoadingRunning => Crashed(request, end) with { Reason = PreflightReason.InternalError },
        > 0 and < 65 => Crashed(request, end),
        PreflightVerdict.ExitRefused - FirstSignal => PreflightVerdict.Refuse(PreflightReason.NoVerdict,
            $"{request.Name}: the trial refused the model{While(end)}, but its verdict cannot be read. {LastLine(end)}".TrimEnd(), TryElsewhere),
        _ => PreflightVerdict.Refuse(PreflightReason.InternalError,
            $"{request.Name}: the trial ended with code {end.ExitCode} and without a verdict{While(end)}. {LastLine(end)}".TrimEnd(),
            "Check that gitedge and gitedge-inference are of one version; the trial is made again."),
    };

    private static PreflightVerdict Crashed(PreflightRequest request, TrialEnd end)
    {
        var number = end.ExitCode - FirstSignal;
        var signal = Signals.GetValueOrDefault(number) ?? string.Create(CultureInfo.InvariantCulture, $"signal {number}");
        return PreflightVerdict.Refuse(PreflightReason.Crashed,
            $"{request.Name}: the process died of {signal}{While(end)}. {LastLine(end)}".TrimEnd(), TryElsewhere);
    }

    private static PreflightVerdict TimedOut(PreflightRequest request, TrialEnd end) => PreflightVerdict.Refuse(
        PreflightReason.TimedOut, string.Create(CultureInfo.InvariantCulture,
            $"{request.Name}: not done after {request.TimeoutSeconds:0.#} s{While(end)}, which is the limit of a trial: the model is too slow to load or to run on this device, or never ends."),
        "Choose a smaller variant for this hardware, record fewer cases, or mend the model if it never ends; then release it again.");

    private static PreflightVerdict TooMuchMemory(PreflightRequest request, TrialEnd end) => request.DeviceMemory < (request.MemoryLimit ?? long.MaxValue)
        ? PreflightVerdict.Refuse(PreflightReason.TooMuchMemory,
            $"{request.Name}: the process reached {end.PeakBytes / 1_000_000} MB{While(end)}; the device has {request.DeviceMemory / 1_000_000} MB to give.",
            "Choose a smaller variant for this hardware, set swap: cold, or stop other workloads and release again.")
        : PreflightVerdict.Refuse(PreflightReason.TooMuchMemory,
            $"{request.Name}: the process reached {end.PeakBytes / 1_000_000} MB{While(end)}; {request.MemoryLimit / 1_000_000} MB are allowed.",
            "Raise golden.memory if the device has more to give, or choose a smaller variant for this hardware.");

    private static string While(TrialEnd end) => end.Phase.Length > 0 ? $" while {end.Phase}" : "";

    private static string LastLine(TrialEnd end) => end.Errors.Length == 0 ? "" : $"Its last words: {end.Errors.Split('\n')[^1]}";
}
