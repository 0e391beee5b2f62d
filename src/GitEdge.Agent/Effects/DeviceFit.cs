using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Effects;

/// <summary>Whether a generation fits this device, told before a byte of it is downloaded.</summary>
/// <param name="store">Where its artifacts go.</param>
/// <param name="server">Says what it can run and what it has in memory; what it does not say is not held against a model.</param>
/// <param name="available">The device's free memory, bytes; null when not known.</param>
internal sealed class DeviceFit(BlobStore store, InferenceAdmin server, Func<long?> available)
{
    /// <summary>Null when nothing known speaks against it; otherwise the first thing that does.</summary>
    public async Task<Fault?> CheckAsync(Generation target, CancellationToken cancellation)
    {
        var facts = (await server.FactsAsync(cancellation)).Value ?? new ServerFacts();
        var served = (await server.IndexAsync(cancellation)).Value ?? [];
        var specs = target.Desired.Models.Select(model => model.Spec).ToList();
        if (FitCheck.Check(null, Missing(specs), new DeviceFacts { FreeDisk = FileSpace.FreeAt(store.Directory) }) is [var full, ..])
            return Misfit("All artifacts together", full);
        var free = available();
        foreach (var spec in specs)
        {
            // A cold model's memory is given back before the next version takes it.
            if (spec.Swap == SwapMode.Cold)
                free += served.Where(one => one.Name == spec.Name).Sum(one => one.Size ?? 0);
            var device = new DeviceFacts
            {
                FreeMemory = free,
                Providers = facts.Providers,
                RuntimeVersion = facts.RuntimeVersion,
                MaximumOpset = facts.MaximumOpset,
            };
            if (FitCheck.Check(spec.Requires, 0, device) is [var misfit, ..])
                return Misfit($"Model {spec.Name}", misfit);
            if (free is { } left)
                free = Math.Max(0, left - (spec.Requires?.Memory ?? 0));
        }
        return null;
    }

    private long Missing(List<ModelSpec> specs) => specs.DistinctBy(spec => spec.Digest)
        .Where(spec => !store.Has(spec.Digest))
        .Sum(spec => Math.Max(0, spec.Size - Length(store.PartialPathOf(spec.Digest))));

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static Fault Misfit(string what, Misfit misfit) =>
        new(FaultKind.Waiting, FitReason.FaultOf(misfit.Code), $"{what}: {misfit.Message}", misfit.Cure);
}
