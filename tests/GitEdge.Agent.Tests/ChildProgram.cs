using System.Collections.Concurrent;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Agent.Tests.Git;
using GitEdge.Agent.Tests.Slots;
using GitEdge.Agent.Tests.Trust;
using GitEdge.Agent.Tests.Tuning;

namespace GitEdge.Agent.Tests;

/// <summary>What a test starts as a process of its own, to kill it: <c>dotnet GitEdge.Agent.Tests.dll &lt;what&gt; &lt;arguments&gt;</c>.</summary>
internal static class ChildProgram
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["update", var root, var source] => RunOnOneThread(() => KilledUpdate.RunAsync(root, source)),
        ["agent", var root, var runtime, var repository, var signers, var admin] =>
            RunOnOneThread(() => AgentRun.OnceAsync(AgentRun.Manifest(root, runtime, repository, signers, admin))),
        ["trust-agent", var root, var runtime, var repository, var trust, var admin] => RunOnOneThread(
            () => AgentRun.OnceAsync(AgentRun.Manifest(root, runtime, repository, "", admin) with { AllowedSigners = null, Trust = trust, Freshness = Core.Manifests.FreshnessRule.Ignore })),
        ["trust-poll", var root, var runtime, var repository, var trust] => RunOnOneThread(() => TrustKillTests.PollAsync(root, runtime, repository, trust)),
        ["tuning-update", var path] => RunOnOneThread(() => KilledTuning.RunAsync(path)),
        ["tuning-kernel", var root, var state, var act, .. var rest] => RunOnOneThread(() => KernelTuning.RunAsync(root, state, act, rest)),
        ["git-poll", var copy, var url, var ca, var identity, var knownHosts, var times] =>
            PolledRemote.RunAsync(PolledRemote.Remote(url, ca, identity, knownHosts), copy, times).GetAwaiter().GetResult(),
        _ => 64,
    };

    /// <summary>strace counts the calls of each thread by itself, so everything that is counted must happen on one.</summary>
    private static int RunOnOneThread(Func<Task<int>> act)
    {
        using var context = new QueueContext();
        SynchronizationContext.SetSynchronizationContext(context);
        var task = act();
        _ = task.ContinueWith(_ => context.Complete(), TaskScheduler.Default);
        context.Run();
        return task.GetAwaiter().GetResult();
    }

    private sealed class QueueContext : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Act, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

        public void Complete() => _queue.CompleteAdding();

        public void Run()
        {
            foreach (var (act, state) in _queue.GetConsumingEnumerable())
                act(state);
        }

        public void Dispose() => _queue.Dispose();
    }
}
