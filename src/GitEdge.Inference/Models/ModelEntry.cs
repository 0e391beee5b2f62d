using System.Collections.Immutable;

namespace GitEdge.Inference.Models;

/// <summary>One model in the catalogue, with its versions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">By number.</param>
/// <param name="Default">Answers requests that name no version; null until one was promoted.</param>
internal sealed record ModelEntry(string Name, ImmutableSortedDictionary<long, VersionEntry> Versions, ModelVersion? Default)
{
    /// <summary>The versions that answer.</summary>
    public IEnumerable<ModelVersion> Loaded => Versions.Values.Where(static entry => entry.Loaded is not null).Select(static entry => entry.Loaded!);

    /// <summary>What was the default before, as long as it is loaded.</summary>
    public ModelVersion? Previous { get; init; }

    /// <summary>
    /// Whom to ask whether a request or <paramref name="version"/> is at fault: the default, or for the default the one
    /// before it; null when there is none.
    /// </summary>
    public ModelVersion? PeerOf(ModelVersion version) => Default == version ? Previous : Default;
}
