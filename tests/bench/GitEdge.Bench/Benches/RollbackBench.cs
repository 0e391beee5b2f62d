using System.Text;
using GitEdge.Bench.Device;
using GitEdge.Bench.Load;
using GitEdge.Bench.Results;
using GitEdge.Core.Deployments;

namespace GitEdge.Bench.Benches;

/// <summary>A model that passes the gate and answers NaN under traffic: from the verdict to the old model's answer.</summary>
internal static class RollbackBench
{
    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var folder = new TempDirectory();
        var models = new BenchModels(folder["models"], options.Inference);
        var fleet = new BenchFleet(folder["fleet"]);
        using var device = new BenchDevice(options, folder["device"]);
        device.Configure(fleet, new Uri(fleet.Served).AbsoluteUri, TimeSpan.FromSeconds(1));
        var good = fleet.Prepare(BenchModels.Build("v6", 0), models.Golden("v6"), TimeSpan.FromSeconds(1));
        fleet.Push();
        device.StartAgent();
        device.WaitForCommit(1);
        using var watch = new AnswerWatch(device.Server.Url, BenchModels.LoudFrame());
        var (whole, kept) = (new List<double>(), new List<double>());
        for (var round = 1; round <= options.Rounds(20); round++)
        {
            var bad = fleet.Prepare(BenchModels.Faulty(round), models.Golden("v6"), TimeSpan.FromSeconds(30));
            fleet.Push();
            var answered = watch.WaitFor(good, after: watch.WaitFor(bad));
            device.WaitForIdle(status => status.Target is null && status.Accepted?.Counter == fleet.Counter);
            var (written, told) = Verdict(device, fleet.Counter);
            whole.Add((answered - written).TotalMilliseconds);
            kept.Add((told - written).TotalMilliseconds);
        }
        return
        [
            new Figure
            {
                What = "rollback from probation: verdict → old model answering", Unit = "ms", Value = Spread.Of(whole),
                Note = "from the moment the verdict is written to the journal (the file's own time, at worst a few milliseconds early) to a client's first answer by the old model",
            }.AtMost(100, "< 100 ms"),
            new Figure { What = "of it the verdict synced to disk", Unit = "ms", Value = Spread.Of(kept) },
        ];
    }

    /// <summary>When the decision to go back was written, and when it was safe on disk and told.</summary>
    private static (DateTimeOffset Written, DateTimeOffset Told) Verdict(BenchDevice device, long counter)
    {
        var step = device.History().Last(entry => entry.Release.Counter == counter && entry.To == DeploymentPhase.RollingBack);
        var file = Directory.GetFiles(Path.Combine(device.Root, "state"), "journal*")
            .Single(file => Encoding.UTF8.GetString(File.ReadAllBytes(file)).Contains($"\"phase\":\"{nameof(DeploymentPhase.RollingBack)}\"", StringComparison.OrdinalIgnoreCase));
        return (new DateTimeOffset(File.GetLastWriteTimeUtc(file)), step.At);
    }
}
