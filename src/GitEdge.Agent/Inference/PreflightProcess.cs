using System.Diagnostics;
using System.Text.Json;
using GitEdge.Core.Health;

namespace GitEdge.Agent.Inference;

/// <summary>
/// Runs <c>gitedge-inference preflight</c> in a process that may die: it ends with the agent, runs at low priority, is
/// the first the kernel takes when memory runs out, and is killed when it takes too long or too much. Whatever happens
/// to it comes back as a verdict.
/// </summary>
internal sealed class PreflightProcess
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(20);

    private readonly string _program;
    private readonly TimeProvider _time;

    /// <param name="program">Path of the executable <c>gitedge-inference</c>.</param>
    /// <param name="time">The clock of the time limit.</param>
    public PreflightProcess(string program, TimeProvider time)
    {
        _program = program;
        _time = time;
    }

    /// <summary>Tries one candidate.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the process has been killed.</exception>
    public async Task<PreflightVerdict> RunAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var verdict = await RunOnceAsync(request, cancellationToken);
        if (!IsForWantOfRoomForBoth(request, verdict))
            return verdict;
        // The running model may have been the larger of the two: the candidate is judged by what it takes alone.
        var alone = await RunOnceAsync(request with { Running = null }, cancellationToken);
        return alone with { Message = $"{alone.Message}; not compared with the running model: the device has no memory for both" };
    }

    private async Task<PreflightVerdict> RunOnceAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        // Through a pipe: a trial must not depend on a folder that can be written.
        using var child = new TrialChild(Start(), JsonSerializer.SerializeToUtf8Bytes(request, HealthJson.Default.PreflightRequest));
        if (!await child.StartedAsync)
        {
            return PreflightVerdict.Refuse(PreflightReason.InternalError, $"{_program} could not be started: {child.StartError}",
                "Check the installation of gitedge-inference; the trial is made again.");
        }
        try
        {
            var stop = await WatchAsync(child, request, cancellationToken);
            var end = await child.EndedAsync();
            // Whoever stops the agent may have stopped the trial with it: how it ended says nothing then.
            cancellationToken.ThrowIfCancellationRequested();
            return TrialOutcome.Of(request, end, stop);
        }
        finally
        {
            child.Kill();
            await child.GoneAsync;
        }
    }

    /// <summary>Waits for the end, or brings it about.</summary>
    private async Task<TrialStop> WatchAsync(TrialChild child, PreflightRequest request, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (!child.HasExited)
        {
            if (child.SampleMemory() > AllowedMemory(child, request))
                return Kill(child, TrialStop.Memory);
            if (_time.GetElapsedTime(start).TotalSeconds > request.TimeoutSeconds)
                return Kill(child, TrialStop.Time);
            await child.WaitAsync(Sampling, _time, cancellationToken);
        }
        return TrialStop.None;
    }

    private static bool IsForWantOfRoomForBoth(PreflightRequest request, PreflightVerdict verdict) =>
        verdict is { Reason: PreflightReason.TooMuchMemory, Phase: TrialErrors.LoadingRunning or TrialErrors.SideBySide }
        && verdict.Measured.PeakBytes > request.DeviceMemory && !(verdict.Measured.PeakBytes > 2 * request.MemoryLimit);

    private static TrialStop Kill(TrialChild child, TrialStop why)
    {
        child.Kill();
        return why;
    }

    // Both models are in memory once the running one is loaded beside the candidate; the device has no more for two.
    private static long AllowedMemory(TrialChild child, PreflightRequest request) => Math.Min(
        request.MemoryLimit is { } limit ? (child.HasBothModels ? 2 * limit : limit) : long.MaxValue,
        request.DeviceMemory ?? long.MaxValue);

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(_program, ["preflight", "--request", "-", "--parent", $"{Environment.ProcessId}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        TrialEnvironment.Restrict(start.Environment);
        return start;
    }
}
