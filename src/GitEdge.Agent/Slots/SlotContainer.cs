using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>A container in a slot: <c>containers/&lt;name&gt;.container</c>, with what is added beside it.</summary>
/// <param name="Unit">What it is.</param>
/// <param name="File">The bytes of the user's file.</param>
/// <param name="FileSize">Their exact length.</param>
/// <param name="DropIn">The bytes of the drop-in.</param>
/// <param name="DropInSize">Their exact length.</param>
internal sealed record SlotContainer(ContainerUnit Unit, Sha256Digest File, long FileSize, Sha256Digest DropIn, long DropInSize)
{
    /// <summary>How a rendered container is recorded.</summary>
    public static SlotContainer Of(RenderedContainer container) => new(
        container.Unit,
        Sha256Digest.Of(container.File.Span), container.File.Length,
        Sha256Digest.Of(container.DropIn.Span), container.DropIn.Length);
}
