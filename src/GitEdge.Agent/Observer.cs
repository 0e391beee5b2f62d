using System.Globalization;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using ServedModel = GitEdge.Core.Planning.ServedModel;

namespace GitEdge.Agent;

/// <summary>Looks at the disk and asks the serving process what it is.</summary>
/// <param name="slots">The slots.</param>
/// <param name="store">The store.</param>
/// <param name="server">The serving process.</param>
internal sealed class Observer(SlotStore slots, BlobStore store, InferenceAdmin server)
{
    /// <summary>The device as it is now.</summary>
    /// <param name="current">The committed generation, from the journal.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<ObservedState> ObserveAsync(Generation? current, CancellationToken cancellation)
    {
        var index = await server.IndexAsync(cancellation);
        return new ObservedState
        {
            Current = current,
            ActiveSlot = slots.Active,
            Staged = [.. Staged()],
            Served = index.Value is { } loaded ? [.. loaded.Select(Translate).OfType<ServedModel>()] : null,
            Stored = store.List().Concat(store.Beside?.List() ?? []).ToHashSet(),
        };
    }

    private IEnumerable<StagedGeneration> Staged()
    {
        foreach (var slot in new[] { Slot.A, Slot.B })
        {
            if (slots.ReadGeneration(slot) is { } record)
                yield return new StagedGeneration(slot, record.Generation, record.Content);
        }
    }

    private static ServedModel? Translate(Inference.ServedModel model) =>
        long.TryParse(model.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new ServedModel(model.Name, version, Sha256Digest.TryParse(model.Digest, out var digest) ? digest : default, model.IsReady, model.IsDefault)
            : null;
}
