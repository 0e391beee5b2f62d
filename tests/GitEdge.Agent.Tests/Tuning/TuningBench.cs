using GitEdge.Agent.Tuning;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>A device of files for one test.</summary>
public abstract class TuningBench : IDisposable
{
    private readonly TempDirectory _directory = new();
    private TuningStore? _store;

    private protected TuningBench() => Tree = new TuningTree(_directory.Path).Make();

    private protected TuningTree Tree { get; }

    private protected TuningStore Store => _store ??= Tree.Open();

    public void Dispose()
    {
        _store?.Dispose();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static TuningSpec Sysctl(string key, string value) => new() { Sysctl = new Dictionary<string, string> { [key] = value } };

    private protected async Task<TuningResult> ApplyAsync(long generation, TuningSpec? spec, TuningPolicy? policy = null) =>
        await Store.ApplyAsync(generation, spec, policy ?? StandardPolicy.Policy, CancellationToken.None);

    private protected async Task InstallAsync(long generation, TuningSpec? spec, TuningPolicy? policy = null)
    {
        Assert.Empty((await ApplyAsync(generation, spec, policy)).Faults);
        Assert.Empty((await Store.ConfirmAsync(generation, CancellationToken.None)).Faults);
        Assert.Empty((await Store.CommitAsync(generation, CancellationToken.None)).Faults);
    }

    /// <summary>The process ends and another begins.</summary>
    private protected void Restart()
    {
        _store?.Dispose();
        _store = null;
    }

    private protected async Task<TuningResult> RecoverAsync()
    {
        Restart();
        return await Store.RecoverAsync(CancellationToken.None);
    }

    private protected async Task AssertRefusedAsync(TuningSpec spec, string reason, string says, TuningPolicy? policy = null)
    {
        var (knobs, files) = (Tree.Knobs(), Tree.DropIns());
        var plan = await Store.PlanAsync(spec, policy ?? StandardPolicy.Policy, CancellationToken.None);
        var result = await ApplyAsync(9, spec, policy);

        Assert.Contains(plan.Refusals, refusal => refusal.Reason == reason && refusal.What.Contains(says, StringComparison.Ordinal));
        Assert.Contains(result.Faults, fault => fault.Reason == reason && fault.Message.Contains(says, StringComparison.Ordinal) && fault.Cure.Length > 10);
        Assert.Null(result.Record.Pending);
        Assert.Equal(knobs, Tree.Knobs());
        Assert.Equal(files, Tree.DropIns());
    }
}
