using System.Text;
using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Files;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Containers;

/// <summary>
/// Brings images here: each by a unit that Podman's generator makes, runs once and is gone. Podman does not see to it that what it pulled
/// is on the disk, and takes an image that a power cut has torn for one that is here.
/// </summary>
/// <param name="backends">Who is asked.</param>
/// <param name="places">Where the units lie.</param>
/// <param name="images">What was pulled for releases.</param>
internal sealed class ImagePull(ContainerBackends backends, ContainerPlaces places, ImageList images)
{
    private const string Prefix = "gitedge-pull-";

    /// <summary>Whether all of an image is here. One whose pull was cut off is removed first, unless something runs from it.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<bool> IsHereAsync(string image, CancellationToken cancellation)
    {
        if (images.IsCutOff(image) && !await backends.RemoveImage(image, cancellation))
            images.End(image);
        return await backends.HasImage(image, cancellation);
    }

    /// <summary>Pulls one image by its digest. Null when it is here.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<Fault?> RunAsync(ContainerUnit container, CancellationToken cancellation)
    {
        var name = $"{Prefix}{container.Name}-image.service";
        if (!UnitName.TryParse(name, out var unit))
            return ContainerFaults.NotPulled(container, name, "that is no name of a unit");
        Clear();
        images.Begin(container.Image);
        Directory.CreateDirectory(places.Pulls);
        AtomicFile.Write(Path.Combine(places.Pulls, $"{Prefix}{container.Name}.image"), Encoding.UTF8.GetBytes(ContainerRendering.RenderPull(container, places.FindCredential())));
        await backends.Reload(cancellation);
        try
        {
            var job = await backends.Run(UnitJob.Start, unit, cancellation);
            if (job is not JobResult.Done)
                return ContainerFaults.NotPulled(container, name, job.ToString().ToLowerInvariant());
            if (!await backends.HasImage(container.Image, cancellation))
                return ContainerFaults.NotPulled(container, name, "it is not there afterwards");
            await backends.Sync();
            images.End(container.Image);
            return null;
        }
        finally
        {
            // A unit that has run stays active for Podman's generator, and would not run again.
            Clear();
            await StopAsync(unit);
        }
    }

    private async Task StopAsync(UnitName unit)
    {
        try
        {
            await backends.Run(UnitJob.Stop, unit, CancellationToken.None);
        }
        catch (BusException)
        {
            // Not made by the generator, or systemd does not answer: what was tried has said so.
        }
    }

    private void Clear()
    {
        foreach (var file in Directory.Exists(places.Pulls) ? Directory.GetFiles(places.Pulls, $"{Prefix}*.image") : [])
            AtomicFile.Remove(file);
    }
}
