using GitEdge.Core.Trust;

namespace GitEdge.Agent.Git;

/// <summary>
/// The co-signatures of a channel's releases. They are listed once, when the first is asked for: listing goes over every
/// reference there is, and anybody who can push can make many.
/// </summary>
/// <param name="objects">What was fetched.</param>
/// <param name="channel">The channel.</param>
internal sealed class CosignatureTags(GitObjects objects, string channel)
{
    private ILookup<long, (string Name, GitObjectId Id)>? _listed;

    /// <summary>
    /// Those of one release, in the order of their names, each read when it is asked for; those that cannot be read, or are
    /// too large, are left out.
    /// </summary>
    /// <param name="counter">The release's number.</param>
    /// <param name="cancellation">Ends it with the next one.</param>
    public IEnumerable<FetchedTag> Of(long counter, CancellationToken cancellation)
    {
        _listed ??= objects.ListCosignatures(channel);
        foreach (var (name, id) in _listed[counter])
        {
            cancellation.ThrowIfCancellationRequested();
            if (objects.ReadCosignature(id) is { } raw)
                yield return new FetchedTag(name, id.ToString(), raw.Bytes);
        }
    }
}
