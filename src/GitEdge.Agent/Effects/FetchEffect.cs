using System.Globalization;
using GitEdge.Agent.Artifacts;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Effects;

/// <summary>Fetching: does it fit this device, and if so, bring the artifacts into the store.</summary>
/// <param name="store">The store.</param>
/// <param name="fetcher">Fills it.</param>
/// <param name="report">Told how far it is, 0 to 1.</param>
internal sealed class FetchEffect(BlobStore store, ArtifactFetcher fetcher, Action<double> report)
{
    /// <summary>Null when every artifact is in the store; otherwise why not.</summary>
    public async Task<Fault?> RunAsync(Generation target, CancellationToken cancellation)
    {
        store.Prepare();
        if (Misfit(target) is { } misfit)
            return misfit;
        var specs = target.Desired.Models.Select(model => model.Spec).DistinctBy(spec => spec.Digest).ToList();
        var total = Math.Max(1, specs.Sum(spec => spec.Size));
        var done = 0L;
        foreach (var spec in specs)
        {
            var before = done;
            var progress = new Progress<FetchProgress>(now => report((double)(before + now.Done) / total));
            var request = new ArtifactRequest(spec.Digest, spec.Size, spec.Sources);
            if (await fetcher.FetchAsync(request, progress, cancellation) is FetchResult.Failed failed)
                return failed.Fault;
            done += spec.Size;
        }
        return null;
    }

    private Fault? Misfit(Generation target)
    {
        var facts = new DeviceFacts { FreeMemory = FreeMemory(), FreeDisk = FileSpace.FreeAt(store.Directory) };
        foreach (var spec in target.Desired.Models.Select(model => model.Spec))
        {
            var missing = File.Exists(store.PathOf(spec.Digest)) ? 0 : spec.Size;
            if (FitCheck.Check(spec.Requires, missing, facts) is [var misfit, ..])
                return new Fault(FaultKind.Waiting, FitReason.FaultOf(misfit.Code), $"Model {spec.Name}: {misfit.Message}", misfit.Cure);
        }
        return null;
    }

    /// <summary>MemAvailable of proc(5), in bytes; null where it cannot be read.</summary>
    private static long? FreeMemory()
    {
        const string Field = "MemAvailable:";
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is not null && long.TryParse(line.AsSpan(Field.Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes << 10
            : null;
    }
}
