using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Containers;

/// <summary>
/// Keeps room where images lie. Images stay as long as there is room; below the mark those go that no generation of this device
/// needs, oldest first.
/// </summary>
/// <param name="backends">Who is asked.</param>
/// <param name="images">What was pulled for releases.</param>
/// <param name="needed">The images of both slots.</param>
internal sealed class ImageRoom(ContainerBackends backends, ImageList images, Func<IReadOnlySet<string>> needed)
{
    // Of the disk, a sixth; and never less than what Podman needs to unpack something small.
    private const long Share = 6;
    private const long Least = 128L << 20;

    /// <summary>Makes room. Null when there is some, be it little.</summary>
    /// <param name="wanted">Images that are about to be needed.</param>
    /// <param name="cancellation">Ends it between two images.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<Fault?> MakeAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellation)
    {
        var (free, total) = await backends.MeasureRoom(cancellation);
        var keep = needed();
        foreach (var image in images.Read().Where(image => !keep.Contains(image) && !wanted.Contains(image)))
        {
            if (free >= total / Share)
                break;
            // What an owner's container uses stays, and is asked for again next time.
            if (await backends.RemoveImage(image, cancellation))
                images.Remove(image);
            (free, total) = await backends.MeasureRoom(cancellation);
        }
        return free < Least ? ContainerFaults.NoRoom(free) : null;
    }
}
