using System.Text.Json.Serialization;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>
/// <c>generation.json</c>: what a slot holds, down to the last file. It is written last when a slot is filled and removed
/// first when it is cleared, so a slot with a valid one was once whole.
/// </summary>
internal sealed record SlotGeneration
{
    /// <summary>The format this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The file's format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The generation's number.</summary>
    public required long Generation { get; init; }

    /// <summary>What the desired state is by content.</summary>
    public required Sha256Digest Content { get; init; }

    /// <summary>The models, sorted by name.</summary>
    public required IReadOnlyList<SlotModel> Models { get; init; }

    /// <summary>The golden files, sorted by model and path.</summary>
    public required IReadOnlyList<SlotGolden> Golden { get; init; }

    /// <summary>The containers, sorted by name; null when there are none.</summary>
    public IReadOnlyList<SlotContainer>? Containers { get; init; }

    /// <summary>Digest of this record without this field, so that damage to the record itself shows.</summary>
    public Sha256Digest? Seal { get; init; }

    /// <summary>Every file the slot must hold besides this record.</summary>
    [JsonIgnore]
    public IEnumerable<SlotFile> Files =>
        Models.Select(m => new SlotFile(SlotLayout.Model(m.Name, Generation), m.Digest, m.Size))
            .Concat(Golden.Select(g => new SlotFile(SlotLayout.Golden(g.Model, g.Path), g.Digest, g.Size)))
            .Concat((Containers ?? []).Select(c => new SlotFile(SlotLayout.Container(c.Unit.Name), c.File, c.FileSize)))
            .Concat((Containers ?? []).Select(c => new SlotFile(SlotLayout.ContainerDropIn(c.Unit.Name), c.DropIn, c.DropInSize)));
}
