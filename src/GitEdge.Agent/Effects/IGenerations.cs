using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>
/// Keeps the generations of this device: the slots, and which of them is active. Every act can be repeated. Two there are:
/// one for a process that owns the slots itself, and one that asks the helper.
/// </summary>
internal interface IGenerations
{
    /// <summary>Fills the target's slot. Null when it holds the generation, every byte read back; otherwise why not.</summary>
    /// <param name="target">The generation under way.</param>
    /// <param name="current">The committed one; null on a new device.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<Fault?> StageAsync(Generation target, Generation? current, CancellationToken cancellation);

    /// <summary>
    /// Points <c>active</c> to a generation that is staged, and has the system as it asks. Null when it is so; otherwise what is not: on
    /// the way to a candidate the link may be as it was, on the way back it moves first.
    /// </summary>
    Task<Fault?> PointAsync(Generation generation, CancellationToken cancellation);

    /// <summary>Makes nothing active, as on a new device. Null when nothing is.</summary>
    Task<Fault?> DetachAsync(CancellationToken cancellation);

    /// <summary>
    /// This process can still reach the repository with what was set for the generation. Null when that stays; a fault that waits
    /// when it was put back, and the generation has to go; any other when it is not sure yet.
    /// </summary>
    Task<Fault?> ConfirmAsync(Generation generation, CancellationToken cancellation);

    /// <summary>Puts right what has drifted beside the slots. Null when the system is as the committed generation asks.</summary>
    Task<Fault?> KeepAsync(Generation current, CancellationToken cancellation);

    /// <summary>The generation was found good: what is not needed for it is freed. Null when that is done.</summary>
    Task<Fault?> CommitAsync(Generation current, CancellationToken cancellation);
}
