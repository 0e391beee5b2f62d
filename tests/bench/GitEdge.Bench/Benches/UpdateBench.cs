using GitEdge.Bench.Device;
using GitEdge.Bench.Load;
using GitEdge.Bench.Results;
using GitEdge.Core.Deployments;
using GitEdge.Core.Status;

namespace GitEdge.Bench.Benches;

/// <summary>From <c>git push</c> of a signed tag to the new model's first answer, at a poll every second.</summary>
internal static class UpdateBench
{
    private static readonly TimeSpan s_soak = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var folder = new TempDirectory();
        var models = new BenchModels(folder["models"], options.Inference);
        var fleet = new BenchFleet(folder["fleet"]);
        using var device = new BenchDevice(options, folder["device"]);
        device.Configure(fleet, new Uri(fleet.Served).AbsoluteUri, TimeSpan.FromSeconds(1));
        fleet.Prepare(BenchModels.Build("v6", 0), models.Golden("v6"), s_soak);
        fleet.Push();
        device.StartAgent();
        device.WaitForCommit(1);
        using var watch = new AnswerWatch(device.Server.Url, Speech.Frames()[5]);
        var (total, phases) = (new List<double>(), new Dictionary<DeploymentPhase, List<double>>());
        // Pushes fall anywhere between two polls.
        var random = new Random(7);
        for (var round = 1; round <= options.Rounds(30); round++)
        {
            var version = round % 2 == 0 ? "v6" : "v5";
            var digest = fleet.Prepare(BenchModels.Build(version, round), models.Golden(version), s_soak);
            Thread.Sleep(random.Next(1000));
            var pushed = DateTimeOffset.UtcNow;
            fleet.Push();
            var answered = watch.WaitFor(digest);
            device.WaitForCommit(fleet.Counter);
            total.Add((answered - pushed).TotalMilliseconds);
            Share(device.History().Where(entry => entry.Release.Counter == fleet.Counter), pushed, answered, phases);
        }
        return
        [
            new Figure { What = "tag pushed → new model answering", Unit = "ms", Value = Spread.Of(total), Note = "from the start of git push, at a random moment between two polls; the model is served from disk, the gate runs three golden cases and compares latency with the running model" }.AtMost(3000, "≤ 3 s"),
            Part("of it push, wait for the poll, fetch and verification", DeploymentPhase.Idle, phases),
            Part("of it artifact into the store", DeploymentPhase.Fetching, phases),
            Part("of it slot filled and read back", DeploymentPhase.Staging, phases),
            Part("of it preflight", DeploymentPhase.Preflight, phases),
            Part("of it loaded, promoted, seen by a client", DeploymentPhase.Activating, phases),
        ];
    }

    private static Figure Part(string what, DeploymentPhase phase, Dictionary<DeploymentPhase, List<double>> phases) =>
        new() { What = what, Unit = "ms", Value = Spread.Of(phases[phase]) };

    private static void Share(IEnumerable<HistoryEntry> steps, DateTimeOffset pushed, DateTimeOffset answered, Dictionary<DeploymentPhase, List<double>> phases)
    {
        var since = pushed;
        foreach (var step in steps.TakeWhile(step => step.To != DeploymentPhase.Probation))
        {
            Add(step.From, step.At);
            since = step.At;
        }
        Add(DeploymentPhase.Activating, answered);

        void Add(DeploymentPhase phase, DateTimeOffset until)
        {
            if (!phases.TryGetValue(phase, out var list))
                phases[phase] = list = [];
            list.Add((until - since).TotalMilliseconds);
        }
    }
}
