using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>Everything a slot is to be filled with.</summary>
/// <param name="Generation">The generation's number, 1 or more.</param>
/// <param name="Content">What the desired state is by content.</param>
/// <param name="Models">The models; their bytes are in the blob store.</param>
/// <param name="GoldenFiles">The golden files of those models.</param>
internal sealed record SlotContent(
    long Generation, Sha256Digest Content, IReadOnlyList<SlotModel> Models, IReadOnlyList<GoldenFile> GoldenFiles)
{
    /// <summary>The containers of the generation.</summary>
    public IReadOnlyList<RenderedContainer> Containers { get; init; } = [];

    /// <summary>Path in the slot → bytes of every file that does not come from the store.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Texts() => GoldenFiles
        .Select(g => KeyValuePair.Create(SlotLayout.Golden(g.Model, g.Path), g.Content))
        .Concat(Containers.Select(c => KeyValuePair.Create(SlotLayout.Container(c.Unit.Name), c.File)))
        .Concat(Containers.Select(c => KeyValuePair.Create(SlotLayout.ContainerDropIn(c.Unit.Name), c.DropIn)))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The record of this content, as the slot keeps it.</summary>
    public SlotGeneration Describe() => new()
    {
        Generation = Generation,
        Content = Content,
        Models = [.. Models.OrderBy(m => m.Name, StringComparer.Ordinal)],
        Golden =
        [
            .. GoldenFiles
                .OrderBy(g => g.Model, StringComparer.Ordinal).ThenBy(g => g.Path, StringComparer.Ordinal)
                .Select(g => new SlotGolden(g.Model, g.Path, Sha256Digest.Of(g.Content.Span), g.Content.Length)),
        ],
        Containers = Containers.Count == 0 ? null : [.. Containers.OrderBy(c => c.Unit.Name, StringComparer.Ordinal).Select(SlotContainer.Of)],
    };
}
