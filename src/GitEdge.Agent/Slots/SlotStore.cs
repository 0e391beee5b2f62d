using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Slots;

/// <summary>
/// The two slots and the link that says which one is active:
/// <code>
/// slots/{a,b}/generation.json                           what the slot holds; written last
/// slots/{a,b}/models/&lt;name&gt;/&lt;generation&gt;/model.onnx     a second name of the blob
/// slots/{a,b}/golden/&lt;model&gt;/…                         from verified bytes
/// slots/{a,b}/containers/&lt;name&gt;.container[.d/…]         from verified bytes
/// active → slots/a                                      switched by rename(2)
/// </code>
/// Every operation can be repeated after a kill at any point in it. One process at a time.
/// </summary>
/// <param name="root">The data directory, on the same file system as the blobs if they are not to be copied.</param>
/// <param name="blobPath">Where the blob of a digest is.</param>
internal sealed class SlotStore(string root, Func<Sha256Digest, string> blobPath)
{
    private readonly SlotLayout _layout = new(root);

    /// <summary>The blobs that were read back as they came, for the one staging that follows; null when nobody reads them back.</summary>
    public ReadBackFiles? ReadBack { get; init; }

    /// <summary>
    /// The active slot; null when nothing was ever activated; Unknown when the link is damaged or its slot is gone, in which
    /// case the deployment's journal knows which slot to activate again.
    /// </summary>
    public Slot? Active
    {
        get
        {
            var link = new FileInfo(_layout.ActiveLink);
            if (link.LinkTarget is not { } target)
                return Path.Exists(_layout.ActiveLink) ? Slot.Unknown : null;
            var slot = new[] { Slot.A, Slot.B }
                .FirstOrDefault(s => string.Equals(SlotLayout.LinkTo(s), target, StringComparison.Ordinal));
            return slot is not Slot.Unknown && Directory.Exists(_layout.Of(slot)) ? slot : Slot.Unknown;
        }
    }

    /// <summary>The slot that may be filled: A at first; Unknown while <see cref="Active"/> is.</summary>
    public Slot Inactive => Active?.Other() ?? Slot.A;

    /// <summary>Absolute path of a slot.</summary>
    public string PathOf(Slot slot) => _layout.Of(slot);

    /// <summary>Absolute path of a model in a slot.</summary>
    public string ModelPath(Slot slot, string name, long generation) =>
        Path.Combine(_layout.Of(slot), SlotLayout.Model(name, generation));

    /// <summary>Absolute path of a model's golden files in a slot.</summary>
    public string GoldenPath(Slot slot, string model) => Path.Combine(_layout.Of(slot), "golden", model);

    /// <summary>The record of a slot; null when there is no valid one. The files themselves are not read.</summary>
    public SlotGeneration? ReadGeneration(Slot slot) => SlotVerifier.ReadRecord(_layout.RecordOf(slot), out _);

    /// <summary>The digests of the models that the records of both slots name.</summary>
    public HashSet<Sha256Digest> Digests() =>
        [.. new[] { Slot.A, Slot.B }.SelectMany(slot => ReadGeneration(slot)?.Models ?? []).Select(model => model.Digest)];

    /// <summary>The containers that the records of both slots name.</summary>
    public IReadOnlyList<ContainerUnit> Containers() => [.. new[] { Slot.A, Slot.B }.SelectMany(ContainersOf)];

    /// <summary>The containers of a slot; none when it has no valid record.</summary>
    public IReadOnlyList<ContainerUnit> ContainersOf(Slot slot) =>
        [.. (ReadGeneration(slot)?.Containers ?? []).Select(container => container.Unit)];

    /// <summary>Reads every byte of a slot and says what it holds.</summary>
    public SlotStatus Verify(Slot slot, CancellationToken cancellationToken) =>
        SlotVerifier.Verify(_layout, slot, cancellationToken);

    /// <summary>
    /// Fills the inactive slot: clears it, puts every file in its place and reads it back, syncs files and directories from
    /// the inside out, and writes the record last. Does nothing when the slot holds exactly this already.
    /// </summary>
    /// <exception cref="InvalidOperationException"><paramref name="slot"/> is active, or it is not known which one is.</exception>
    public StageResult Stage(Slot slot, SlotContent content, CancellationToken cancellationToken)
    {
        RefuseActive(slot);
        var generation = content.Describe();
        if (SlotNames.Errors(generation) is { Count: > 0 } errors)
            return new StageResult.Failed(new Fault(FaultKind.Permanent, SlotReason.InvalidContent,
                $"The generation cannot be staged: {string.Join("; ", errors)}.", "Correct the manifests and release again."));
        try
        {
            if (Holds(slot, generation, cancellationToken))
                return new StageResult.Staged(generation, Reused: true);
            var fault = Fill(slot, content, generation, cancellationToken);
            return fault is null ? new StageResult.Staged(generation, Reused: false) : new StageResult.Failed(fault);
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return new StageResult.Failed(DiskFault.From(e, _layout.Root));
        }
        finally
        {
            // Bytes rot: a later staging reads again.
            ReadBack?.Clear();
        }
    }

    /// <summary>Makes a slot the active one, durably. Null when it is; otherwise why not, and the link is as it was.</summary>
    /// <exception cref="InvalidOperationException">The slot has no valid record: it was never staged to the end.</exception>
    public Fault? Activate(Slot slot)
    {
        if (ReadGeneration(slot) is null)
            throw new InvalidOperationException($"Slot {slot} at '{_layout.Of(slot)}' was not staged to the end and cannot be activated.");
        try
        {
            // Repeated after a kill between rename and sync, the link is right already, but may not be on the medium.
            if (Active == slot)
                DirectorySync.Sync(_layout.Root);
            else
                AtomicFile.ReplaceSymlink(_layout.ActiveLink, SlotLayout.LinkTo(slot));
            return null;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return DiskFault.From(e, _layout.Root);
        }
    }

    /// <summary>Makes no slot the active one, as on a new device. Null when none is.</summary>
    public Fault? Deactivate()
    {
        try
        {
            AtomicFile.Remove(_layout.ActiveLink);
            DirectorySync.SyncParent(_layout.ActiveLink);
            return null;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return DiskFault.From(e, _layout.ActiveLink);
        }
    }

    /// <summary>Empties an inactive slot, which gives its disk space back once the blobs are pruned. Null when it is empty.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="slot"/> is active, or it is not known which one is.</exception>
    public Fault? Clear(Slot slot)
    {
        RefuseActive(slot);
        try
        {
            Filler(slot).Clear();
            return null;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return DiskFault.From(e, _layout.Root);
        }
    }

    private bool Holds(Slot slot, SlotGeneration generation, CancellationToken cancellationToken)
    {
        // The record is compared first: reading every byte is for the one case where it decides.
        if (ReadGeneration(slot) is not { } present
            || !SlotRecord.Encode(present).AsSpan().SequenceEqual(SlotRecord.Encode(generation))
            || Verify(slot, cancellationToken) is not SlotStatus.Whole)
            return false;
        DirectorySync.Sync(_layout.Of(slot));
        return true;
    }

    private Fault? Fill(Slot slot, SlotContent content, SlotGeneration generation, CancellationToken cancellationToken)
    {
        DirectorySync.Create(_layout.Slots);
        var filler = Filler(slot);
        filler.Clear();
        var texts = content.Texts();
        foreach (var file in generation.Files)
        {
            var fault = texts.TryGetValue(file.Path, out var text)
                ? filler.AddText(file, text, cancellationToken)
                : filler.AddModel(file, cancellationToken);
            if (fault is not null)
                return fault;
        }
        filler.SyncDirectories();
        filler.Seal(generation);
        return null;
    }

    private SlotFiller Filler(Slot slot) => new(_layout.Of(slot), blobPath, ReadBack);

    private void RefuseActive(Slot slot)
    {
        var active = Active;
        if (slot is Slot.Unknown || active is Slot.Unknown || slot == active)
            throw new InvalidOperationException(
                $"Slot {slot} must not be written: the active slot is {active?.ToString() ?? "none"} ('{_layout.ActiveLink}').");
    }
}
