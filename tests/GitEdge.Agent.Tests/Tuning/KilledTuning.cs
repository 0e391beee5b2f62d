using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>Brings a device of files from the tuning of generation 1 to that of 2. Run as a process that is killed somewhere.</summary>
internal static class KilledTuning
{
    public static async Task<int> RunAsync(string path)
    {
        using var store = new TuningTree(path).Open();
        var ends = new[]
        {
            await store.ApplyAsync(2, TuningTree.Spec(2), StandardPolicy.Policy, CancellationToken.None),
            await store.ConfirmAsync(2, CancellationToken.None),
            await store.CommitAsync(2, CancellationToken.None),
        };
        return ends.All(end => end.IsDone) ? 0 : 1;
    }
}
