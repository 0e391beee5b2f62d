using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Deployments;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>All that the story plays with, and the looks that end it when something did not happen.</summary>
internal sealed class DemoStage
{
    private const int MostLooks = 200;

    public required DemoFleet Fleet { get; init; }

    public required DemoDevice Device { get; init; }

    public required DeviceDisk Disk { get; init; }

    public required DemoModels Models { get; init; }

    public required Narrator Narrator { get; init; }

    public required DemoClock Clock { get; init; }

    /// <summary>Starts the clients; called once, when there is something to ask.</summary>
    public required Func<Traffic> StartTraffic { get; init; }

    /// <summary>The clients; null before the first model serves.</summary>
    public Traffic? Traffic { get; set; }

    /// <summary>The ledger of the clients.</summary>
    public RequestLedger Ledger => (Traffic ?? throw new InvalidOperationException("No client was started.")).Ledger;

    /// <summary>Ends the demo unless <paramref name="holds"/>.</summary>
    public static void Expect(bool holds, string expected, string seen)
    {
        if (!holds)
            throw new DemoException(expected, seen);
    }

    /// <summary>
    /// The agent must say that a release is what runs here, and the server that it answers with the model's very bytes.
    /// </summary>
    public async Task CheckServesAsync(DemoModel model, long release, CancellationToken cancellation)
    {
        var status = await Device.StatusAsync(cancellation);
        Expect(status is { Phase: DeploymentPhase.Idle, Current: { } current } && current.Release.Counter == release,
            $"'gitedge status' to say that {DemoFleet.Channel}/{release} runs", $"phase {status.Phase}, current {status.Current?.Release}");
        await CheckServedAsync(model, cancellation);
    }

    /// <summary>The server must answer with the model's very bytes, and no request may have failed so far.</summary>
    public async Task CheckServedAsync(DemoModel model, CancellationToken cancellation)
    {
        var served = await Device.ServedDigestAsync(cancellation);
        Expect(string.Equals(served, model.Digest.ToString(), StringComparison.Ordinal), $"the server to serve {model.Label}, {model.Digest}", served ?? "no model");
        if (Traffic is null)
            return;
        await CheckAnswersAsync(model, cancellation);
        Narrator.Seen(Words.Say($"the server says it loaded {model.Digest.ToString()[..19]}… ({model.Label}); {Ledger.Totals().Answered} requests answered so far, 0 failed"));
    }

    /// <summary>Every client must be answered by this model from now on, with numbers.</summary>
    private async Task CheckAnswersAsync(DemoModel model, CancellationToken cancellation)
    {
        var (from, answers) = (Clock.Now, new List<Answer>());
        // Once is enough, but on a machine that has much else to do.
        for (var look = 0; look < MostLooks && answers.Count == 0; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), Clock.Time, cancellation);
            // A request that was sent before may still be answered by the model before.
            answers = [.. Ledger.Since(from).Where(answer => answer.At - answer.Latency >= from)];
        }
        var strays = answers.Count(answer => answer.Bad || !string.Equals(answer.Digest, model.Digest.ToString(), StringComparison.Ordinal));
        Expect(answers.Count > 0 && strays == 0, $"the clients to be answered by {model.Label}", Words.Say($"{answers.Count} answers in {(Clock.Now - from).TotalSeconds:0.0} s, {strays} of them by another model or NaN"));
        var totals = Ledger.Totals();
        Expect(totals.Failed == 0, "no failed request", $"{totals.Failed} failed: {string.Join("; ", totals.Failures.Keys)}");
    }
}
