using System.Collections.Immutable;

namespace GitEdge.Inference.Models;

/// <summary>One model in the catalogue, with its versions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">By number.</param>
/// <param name="Default">Answers requests that name no version; null until one was promoted.</param>
internal sealed record ModelEntry(string Name, ImmutableSortedDictionary<long, VersionEntry> Versions, ModelVersion? Default);
