using GitEdge.Agent.Slots;
using GitEdge.Core.Containers;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>Staging: a slot is filled with a generation and read back.</summary>
/// <param name="slots">The slots.</param>
internal sealed class SlotStaging(SlotStore slots)
{
    /// <summary>Null when the slot holds the generation; otherwise why not.</summary>
    /// <param name="target">The generation.</param>
    /// <param name="files">The verified files of its release; null when they are not at hand.</param>
    /// <param name="cancellation">Ends it.</param>
    public Fault? Run(Generation target, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? files, CancellationToken cancellation)
    {
        var golden = new List<GoldenFile>();
        foreach (var model in target.Desired.Models)
        {
            foreach (var file in model.GoldenFiles)
            {
                if (Find(files, file) is not { } content)
                    return Missing(target, file);
                golden.Add(new GoldenFile(model.Spec.Name, file.Path[(model.Spec.Golden!.Cases.Length + 1)..], content));
            }
        }
        var containers = new List<RenderedContainer>();
        foreach (var container in target.Desired.Containers)
        {
            var file = new LockedFile(container.Quadlet, container.File ?? default);
            if (Find(files, file) is not { } content)
                return Missing(target, file);
            containers.Add(ContainerRendering.Render(container, content));
        }
        var models = target.Desired.Models.Select(model => new SlotModel(model.Spec.Name, model.Spec.Digest, model.Spec.Size));
        var slot = new SlotContent(target.Number, target.Content, [.. models], golden) { Containers = containers };
        return slots.Stage(target.Slot, slot, cancellation) is StageResult.Failed failed ? failed.Fault : null;
    }

    private static ReadOnlyMemory<byte>? Find(IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? files, LockedFile file) =>
        files is not null && files.TryGetValue(file.Path, out var content) && Sha256Digest.Of(content.Span) == file.Digest
            ? content
            : null;

    private static Fault Missing(Generation target, LockedFile file) => new(
        FaultKind.Transient, AgentReason.ReleaseFileMissing,
        $"{file.Path} of release {target.Release} is not at hand with the digest its lock names.",
        "Nothing: the release is read again at the next poll.");
}
