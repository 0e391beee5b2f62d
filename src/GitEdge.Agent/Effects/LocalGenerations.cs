using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>The slots of a process that owns them.</summary>
/// <param name="slots">The slots.</param>
/// <param name="store">What they are filled from.</param>
/// <param name="releaseFiles">The verified files of the release under way; null when they are not at hand.</param>
internal sealed class LocalGenerations(SlotStore slots, BlobStore store, Func<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> releaseFiles)
    : IGenerations
{
    private readonly SlotStaging _staging = new(slots);

    /// <inheritdoc/>
    public Task<Fault?> StageAsync(Generation target, Generation? current, CancellationToken cancellation) =>
        Task.FromResult(_staging.Run(target, releaseFiles(), cancellation));

    /// <inheritdoc/>
    public Task<Fault?> PointAsync(Generation generation, CancellationToken cancellation) => Task.FromResult(
        slots.ReadGeneration(generation.Slot) is null ? Damaged(generation.Slot) : slots.Activate(generation.Slot));

    /// <inheritdoc/>
    public Task<Fault?> DetachAsync(CancellationToken cancellation) => Task.FromResult(slots.Deactivate());

    /// <inheritdoc/>
    public Task<Fault?> CommitAsync(Generation current, CancellationToken cancellation)
    {
        store.Prune(slots.Digests());
        return Task.FromResult<Fault?>(null);
    }

    /// <inheritdoc/>
    public Task<Fault?> ConfirmAsync(Generation generation, CancellationToken cancellation) => Task.FromResult<Fault?>(null);

    /// <inheritdoc/>
    public Task<Fault?> KeepAsync(Generation current, CancellationToken cancellation) => Task.FromResult<Fault?>(null);

    private Fault Damaged(Slot slot) => new(FaultKind.Waiting, SlotReason.SlotDamaged,
        $"The record of slot {slot.Letter()} at '{slots.PathOf(slot)}' is missing or damaged; 'active' was not pointed to it.",
        "What is loaded keeps serving. Make a new release: it is staged in the other slot. Check the disk: see 'dmesg'.");
}
