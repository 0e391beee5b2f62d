using System.Text;
using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Files;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Containers;

/// <summary>Brings images here: each by a unit that Podman's generator makes, runs once and is gone.</summary>
/// <param name="backends">Who is asked.</param>
/// <param name="places">Where the units lie.</param>
internal sealed class ImagePull(ContainerBackends backends, ContainerPlaces places)
{
    private const string Prefix = "gitedge-pull-";

    /// <summary>Pulls one image by its digest. Null when it is here.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<Fault?> RunAsync(ContainerUnit container, CancellationToken cancellation)
    {
        var name = $"{Prefix}{container.Name}-image.service";
        if (!UnitName.TryParse(name, out var unit))
            return ContainerFaults.NotPulled(container, name, "that is no name of a unit");
        Clear();
        Directory.CreateDirectory(places.Pulls);
        AtomicFile.Write(Path.Combine(places.Pulls, $"{Prefix}{container.Name}.image"), Encoding.UTF8.GetBytes(ContainerRendering.RenderPull(container, places.FindCredential())));
        await backends.Reload(cancellation);
        try
        {
            var job = await backends.Run(UnitJob.Start, unit, cancellation);
            if (job is not JobResult.Done)
                return ContainerFaults.NotPulled(container, name, job.ToString().ToLowerInvariant());
            return await backends.HasImage(container.Image, cancellation) ? null : ContainerFaults.NotPulled(container, name, "it is not there afterwards");
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
