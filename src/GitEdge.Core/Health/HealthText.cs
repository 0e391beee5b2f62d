using System.Globalization;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>What probation measured, against which bound, in words.</summary>
internal static class HealthText
{
    /// <summary>For example <c>12.5 s</c>.</summary>
    public static string Of(TimeSpan time) => Invariant($"{time.TotalSeconds:0.##} s");

    /// <summary>How long trouble was there, and how long it might have been.</summary>
    public static string Of(TroubleStreak streak, TimeSpan soak) =>
        $"so for {Of(streak.Lasted)} and {streak.Looks} looks, a cloud of {Of(ProbationPace.Cloud(soak))} is allowed";

    /// <summary>Everything that was measured, per model.</summary>
    public static string Measured(Probation probation, ProbationCounters counters, ProbationSample now)
    {
        var limits = probation.Health.Limits;
        return string.Join("; ", [.. now.Models.Select(model => Of(model, limits)), Memory(counters, now, limits)]);
    }

    /// <summary>The server's memory, for example <c>memory 120 MB, 100 MB at first, 1.5 times is allowed</c>.</summary>
    public static string Memory(ProbationCounters counters, ProbationSample now, TrafficLimits limits) =>
        now.ResidentBytes is { } bytes && counters.FirstBytes is { } first
            ? Invariant($"memory {ByteText.Of(bytes)}, {ByteText.Of(first)} at first, {limits.MemoryGrowth:0.##} times is allowed")
            : "memory not known";

    /// <summary>What is wrong at the moment.</summary>
    public static string Trouble(ProbationCounters counters, ProbationSample now)
    {
        string?[] found =
        [
            now.NotReady,
            counters.OverMemory is null ? null : "memory above its bound",
            .. counters.Probes.Keys.Select(probe => $"{probe} does not pass"),
        ];
        var told = string.Join(", ", found.OfType<string>());
        return told.Length > 0 ? told : "the server was restarted";
    }

    private static string Of(ModelTraffic model, TrafficLimits limits)
    {
        string?[] parts =
        [
            Invariant($"{model.Failures} of {model.Requests} requests failed ({limits.ErrorRate * 100:0.##} % allowed)"),
            Invariant($"{model.BadOutputs} answers with NaN or infinite values ({limits.BadOutputs * 100:0.##} % allowed)"),
            limits.ConstantOutputs > 0
                ? $"same answer {model.LongestConstantRun} times in a row ({limits.ConstantOutputs} allowed)"
                : null,
            model.P95 is { } p95
                ? Invariant($"p95 {p95.TotalMilliseconds:0.###} ms{(limits.P95 is { } limit ? Invariant($" ({limit.TotalMilliseconds:0.###} ms allowed)") : "")}")
                : null,
        ];
        return $"{model.Name}: {string.Join(", ", parts.OfType<string>())}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
