using System.Diagnostics;
using System.Globalization;
using System.Text;
using GitEdge.Bench.Device;
using GitEdge.Bench.Load;
using GitEdge.Bench.Results;

namespace GitEdge.Bench.Benches;

/// <summary>Swaps between two real models while eight clients ask without a pause, beside the same clients without swaps.</summary>
internal static class SwapBench
{
    private const int Clients = 8;
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<Figure> Run(BenchOptions options) =>
    [
        .. Run(options, "without a pause", TimeSpan.Zero, target: true),
        .. Run(options, "at 100 requests a second each", TimeSpan.FromMilliseconds(10), target: false),
    ];

    private static Figure[] Run(BenchOptions options, string how, TimeSpan pace, bool target)
    {
        using var tree = new SlotTree()
            .Add("a", "vad", 5, File.ReadAllBytes(Repository.Silero("v5"))).Activate("a")
            .Add("b", "vad", 6, File.ReadAllBytes(Repository.Silero("v6")));
        using var server = InferenceServerProcess.Start(tree.Root, executable: options.Inference);
        var load = new LoadClients(server.Url, InferRequest.Silero("vad", Speech.Frames()[5], binary: true), Clients, pace);
        Thread.Sleep(options.Time(20) / 4);
        var steady = Stopwatch.GetTimestamp();
        Thread.Sleep(options.Time(20));
        var first = Stopwatch.GetTimestamp();
        var swaps = options.Rounds(200);
        var windows = new List<(long Start, long End)>();
        var memory = new List<double>();
        for (var swap = 0; swap < swaps; swap++)
        {
            windows.Add(Swap(server, swap));
            memory.Add(ProcessUse.ResidentMegabytes(server.Id));
            Thread.Sleep(s_between);
        }
        var answers = load.Stop();
        var quiet = LoadClients.Latencies(answers.Where(answer => answer.Sent >= steady && answer.Ended < first));
        var swapping = LoadClients.Latencies(answers.Where(answer => answer.Ended >= first && Overlaps(windows, answer)));
        var all = LoadClients.Latencies(answers.Where(answer => answer.Ended >= first));
        Figure[] figures =
        [
            new Figure { What = $"failed requests in {swaps} swaps, 8 clients {how}", Unit = "of " + answers.Count.ToString(CultureInfo.InvariantCulture), Value = Spread.Of(load.Failed) }.AtMost(0, "0"),
            Compare($"p99 during swaps, {how}", 0.99, swapping, quiet) with { Note = "requests that a load, promotion or unload was under way for some part of" },
            Compare($"p99 of the whole time of swaps, {how}", 0.99, all, quiet),
            Compare($"p50 during swaps, {how}", 0.5, swapping, quiet),
            new Figure { What = $"slowest request of all swaps, {how}", Unit = "ms", Value = Spread.Of(swapping[^1]), Peer = "steady", Against = Spread.Of(quiet[^1]) },
            new Figure { What = $"resident after the last swap, {how}", Unit = "MB", Value = Spread.Of(memory[^1]), Peer = "after the tenth", Against = Spread.Of(memory[Math.Min(9, memory.Count - 1)]) },
            new Figure { What = $"load, promote and unload, {how}", Unit = "ms", Value = Spread.Of(windows.Select(window => Stopwatch.GetElapsedTime(window.Start, window.End).TotalMilliseconds)) },
        ];
        if (!target)
            return figures;
        figures[1] = figures[1].RatioAtMost(2, "≤ 2×");
        figures[5] = figures[5].RatioAtMost(1.1, "≤ 1.1×");
        return figures;
    }

    private static Figure Compare(string what, double share, List<double> value, List<double> steady) => new()
    {
        What = what,
        Unit = "ms",
        Value = Spread.Of(Spread.At(value, share)),
        Peer = "steady",
        Against = Spread.Of(Spread.At(steady, share)),
    };

    private static (long Start, long End) Swap(InferenceServerProcess server, int swap)
    {
        var (slot, next, last) = swap % 2 == 0 ? ("b", 6, 5) : ("a", 5, 6);
        var start = Stopwatch.GetTimestamp();
        Post(server, "v2/repository/models/vad/load", string.Create(CultureInfo.InvariantCulture, $$$"""{"parameters":{"slot":"{{{slot}}}","version":"{{{next}}}"}}"""));
        Post(server, "v2/repository/promote", string.Create(CultureInfo.InvariantCulture, $$$"""{"versions":{"vad":"{{{next}}}"}}"""));
        Post(server, "v2/repository/models/vad/unload", string.Create(CultureInfo.InvariantCulture, $$$"""{"parameters":{"version":"{{{last}}}"}}"""));
        return (start, Stopwatch.GetTimestamp());
    }

    private static void Post(InferenceServerProcess server, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = server.Admin.PostAsync(new Uri(path, UriKind.Relative), content).GetAwaiter().GetResult();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {response.Content.ReadAsStringAsync().GetAwaiter().GetResult()}");
    }

    /// <summary>Windows follow one another, so the last that began before the answer decides.</summary>
    private static bool Overlaps(List<(long Start, long End)> windows, Answered answer)
    {
        var (low, high) = (0, windows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = windows[middle].Start <= answer.Ended ? (middle + 1, high) : (low, middle);
        }
        return low > 0 && windows[low - 1].End >= answer.Sent;
    }
}
