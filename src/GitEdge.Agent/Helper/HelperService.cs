using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Containers;
using GitEdge.Agent.Effects;
using GitEdge.Agent.Slots;
using GitEdge.Agent.Tuning;
using GitEdge.Core.Containers;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Helper;

/// <summary>
/// The half of the agent that owns the device: proves releases again, and keeps the generations that they mean. Everything
/// that a caller says besides the number of a generation is signed. Every call can be repeated, and made after a restart in
/// the middle of any other.
/// </summary>
/// <param name="judge">Judges evidence.</param>
/// <param name="memory">What was found out before.</param>
/// <param name="shelf">The evidence that was kept.</param>
/// <param name="slots">The slots.</param>
/// <param name="store">What slots are filled from.</param>
internal sealed class HelperService(EvidenceJudge judge, HelperMemory memory, ReleaseShelf shelf, SlotStore slots, BlobStore store)
{
    /// <summary>The tuning of this device.</summary>
    public required GenerationTuning Tuning { get; init; }

    /// <summary>The containers of this device.</summary>
    public required GenerationContainers Containers { get; init; }

    /// <summary>The number of no generation.</summary>
    private const long Nothing = 0;

    private readonly SlotStaging _staging = new(slots);
    private readonly ArtifactIntake _intake = new(store);

    /// <summary>What is kept, for those who ask.</summary>
    public Custody Custody => memory.Custody;

    /// <summary>
    /// Proves a release. What it says of trust is remembered whatever becomes of it; the acceptance is on disk before this
    /// returns, hence before anything is staged.
    /// </summary>
    /// <param name="bytes">Evidence (<see cref="EvidenceFormat"/>).</param>
    public HelperAnswer Accept(ReadOnlyMemory<byte> bytes) => Try(() =>
    {
        if (memory.IsLost)
            return HelperAnswer.Refuse(ReleaseLook.MemoryLost().Distrusted[0]);
        if (EvidenceFormat.Read(bytes) is not { } evidence)
            return HelperAnswer.Refuse(HelperFaults.NoEvidence());
        var verdict = judge.Judge(evidence, memory.Accepted, memory.Custody.Committed?.Release);
        var usable = verdict.Release as JudgedRelease.Usable;
        var accepted = usable is { IsNew: true } ? judge.Remember(usable.Release, memory.Accepted) : memory.Accepted;
        if (verdict.View is { } view)
        {
            memory.Keeper!.Keep(view.RaisedTo(usable is { IsNew: true } ? usable.Release.TaggedAt : null));
            accepted = view.Mark(accepted);
        }
        if (usable is not null)
            shelf.Put(ReleaseName.Of(usable.Release), EvidenceFormat.Write(evidence.Of(usable.Release.Files)));
        memory.Write(accepted);
        if (verdict.Release is JudgedRelease.Refused refused)
            return HelperAnswer.Refuse(refused.Fault);
        memory.Write(memory.Custody.Offer(ReleaseName.Of(usable!.Release)));
        return new HelperAnswer { Content = usable.Desired.Content, Missing = MakeRoom(Sizes(usable.Desired).Keys) };
    });

    /// <summary>Takes one artifact of the proven release.</summary>
    /// <param name="artifact">An open file with its bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    public HelperAnswer Adopt(SafeFileHandle artifact, CancellationToken cancellation) => Try(() =>
        FindOffered(out var why) is not { } offered ? HelperAnswer.Refuse(why)
        : _intake.Take(artifact, Sizes(offered.Desired), cancellation) is { } refused ? HelperAnswer.Refuse(refused)
        : HelperAnswer.Done);

    /// <summary>Fills the free slot with the proven release, under a number that was not used before.</summary>
    public Task<HelperAnswer> StageAsync(long number, CancellationToken cancellation) => TryAsync(async () =>
    {
        if (FindOffered(out var why) is not { } offered)
            return HelperAnswer.Refuse(why);
        if (await Tuning.CheckAsync(offered.Desired.Tuning, cancellation) is { } unable)
            return HelperAnswer.Refuse(unable);
        if (Containers.Check(offered.Desired.Containers, offered.Release.Files.Contents) is { } forbidden)
            return HelperAnswer.Refuse(forbidden);
        var (custody, content) = (memory.Custody, offered.Desired.Content);
        if (custody.Begin(new KeptGeneration(number, custody.FreeSlot, custody.Offered!, content)) is not { Candidate: { } candidate } begun)
            return HelperAnswer.Refuse(HelperFaults.Unknown(number));
        // What is active is not staged over; it can only be what is asked for already.
        if (slots.Active is Slot.Unknown || (slots.Active == candidate.Slot && !Lies(candidate)))
            return HelperAnswer.Refuse(HelperFaults.Unknown(number));
        memory.Write(begun);
        var fault = slots.Active == candidate.Slot ? null
            : Fill(candidate, offered, cancellation) ?? await Containers.PullAsync(slots.ContainersOf(candidate.Slot), cancellation);
        return fault is null ? new HelperAnswer { Content = content, Slot = candidate.Slot } : HelperAnswer.Refuse(fault);
    });

    /// <summary>
    /// Tunes for a generation, points <c>active</c> to it and has its containers run: the candidate, or the committed one. Going
    /// back, the pointer comes first: what cannot be put back keeps nothing from serving.
    /// </summary>
    public Task<HelperAnswer> PointAsync(long number, CancellationToken cancellation) => PointAsync(number, run: null, cancellation);

    private Task<HelperAnswer> PointAsync(long number, RunContainers? run, CancellationToken cancellation) => TryAsync(async () =>
    {
        if (memory.Custody.Find(number) is not { } kept || !Lies(kept))
            return HelperAnswer.Refuse(HelperFaults.Unknown(number));
        var desired = FindKept(kept.Release);
        var isBack = kept == memory.Custody.Committed;
        if (!isBack && desired is null)
            return HelperAnswer.Refuse(HelperFaults.NothingOffered());
        if (((isBack ? null : await Tuning.TryAsync(number, desired!.Tuning, cancellation)) ?? slots.Activate(kept.Slot)) is { } fault)
            return HelperAnswer.Refuse(fault);
        var containers = slots.ContainersOf(kept.Slot);
        if (!isBack)
            return HelperAnswer.Of(await SwitchAsync(number, desired!.Tuning, containers, cancellation));
        var untuned = await Tuning.GoBackAsync(number, desired?.Tuning, cancellation);
        return HelperAnswer.Of(Faults.Join(await (run ?? Containers.GoBackAsync)(containers, cancellation), untuned));
    });

    /// <summary>
    /// The time to confirm begins when the containers have started, for nobody asks for it before. Until then a deadline beyond what
    /// they may take is on disk, so that what is cut off in between is put back too.
    /// </summary>
    private async Task<Fault?> SwitchAsync(long number, TuningSpec? tuning, IReadOnlyList<ContainerUnit> containers, CancellationToken cancellation)
    {
        if (Containers.IsNothing(containers))
            return null;
        await Tuning.WaitAsync(number, tuning, GenerationContainers.LongestSwitch, cancellation);
        var fault = await Containers.SwitchAsync(containers, cancellation);
        if (fault is null)
            await Tuning.WaitAsync(number, tuning, TimeSpan.Zero, cancellation);
        return fault;
    }

    /// <summary>Whoever calls can be reached with the tuning of the generation that is being tried.</summary>
    public Task<HelperAnswer> ConfirmAsync(long number, CancellationToken cancellation) => TryAsync(async () => memory.Custody switch
    {
        { Candidate: { } candidate } when candidate.Number == number =>
            HelperAnswer.Of(await Tuning.ConfirmAsync(number, FindKept(candidate.Release)?.Tuning, cancellation)),
        { Committed: { } committed } when committed.Number == number => HelperAnswer.Done,
        _ => HelperAnswer.Refuse(HelperFaults.Unknown(number)),
    });

    /// <summary>Makes nothing active, on a device where nothing was ever committed or what was is recalled.</summary>
    public Task<HelperAnswer> DetachAsync(CancellationToken cancellation) => DetachAsync(Containers.GoBackAsync, cancellation);

    private Task<HelperAnswer> DetachAsync(RunContainers run, CancellationToken cancellation) => TryAsync(async () =>
    {
        if (memory.Custody.Committed is { } committed && !judge.IsRecalled(committed.Release))
            return HelperAnswer.Refuse(HelperFaults.Unknown(committed.Number));
        if (slots.Deactivate() is { } disk)
            return HelperAnswer.Refuse(disk);
        var untuned = await Tuning.GoBackAsync(Nothing, desired: null, cancellation);
        return HelperAnswer.Of(Faults.Join(await run([], cancellation), untuned));
    });

    /// <summary>The active generation was found good: there is no way back from here but a newer release, or a signed recall.</summary>
    public Task<HelperAnswer> CommitAsync(long number, CancellationToken cancellation) => TryAsync(async () =>
    {
        if (memory.Custody.Commit(number) is not { Committed: { } committed } after || slots.Active != committed.Slot || !Lies(committed))
            return HelperAnswer.Refuse(HelperFaults.Unknown(number));
        if (after != memory.Custody && Tuning.FindPutBack(number) is { } gone)
            return HelperAnswer.Refuse(gone);
        memory.Write(after);
        memory.Keeper?.Remember(committed.Release, memory.Accepted);
        store.Prune(slots.Digests());
        shelf.Prune(after.Releases);
        await Containers.PruneAsync(cancellation);
        // After the commit point: what fails, or is cut off, is made up for when the commit is repeated.
        return HelperAnswer.Of(FindKept(committed.Release) is { } desired ? await Tuning.CommitAsync(number, desired.Tuning, cancellation) : null);
    });

    /// <summary>
    /// The device has booted: counted as long as a candidate is active, which has so many boots to be found good. Then the
    /// committed generation is made active, before anything is served.
    /// </summary>
    public Task<HelperAnswer> BootAsync(CancellationToken cancellation) => TryAsync(async () =>
    {
        if (slots.Active is Slot.Unknown && memory.Custody.Committed is { } good)
            return await PointAsync(good.Number, Containers.StartLaterAsync, cancellation);
        // Counted before anything that can fail or hang: nobody else would ever go back.
        var isOnTrial = memory.Custody.Candidate is { } candidate && slots.Active == candidate.Slot;
        if (isOnTrial)
            memory.Write(memory.Custody.Boot());
        var booted = memory.Custody;
        if (!isOnTrial || !booted.IsSpent)
        {
            var stopped = await Containers.BootAsync(Running, cancellation);
            return HelperAnswer.Of(Faults.Join(await Tuning.RecoverAsync(cancellation), stopped));
        }
        var back = booted.Committed is { } committed
            ? await PointAsync(committed.Number, Containers.StartLaterAsync, cancellation)
            : await DetachAsync(Containers.StartLaterAsync, cancellation);
        if (back.Fault is null)
            memory.Write(booted.Drop());
        return back;
    });

    /// <summary>Puts right what drifted from what was released.</summary>
    public Task<HelperAnswer> RepairAsync(CancellationToken cancellation) => TryAsync(async () =>
    {
        var untuned = await Tuning.RepairAsync(cancellation);
        return HelperAnswer.Of(Faults.Join(await Containers.RepairAsync(Running, cancellation), untuned));
    });

    /// <summary>The containers of what is active.</summary>
    private IReadOnlyList<ContainerUnit> Running => slots.Active is { } slot && slot is not Slot.Unknown ? slots.ContainersOf(slot) : [];

    /// <summary>What a release that may run means for this device; null when it cannot be proven any more.</summary>
    private DesiredState? FindKept(ReleaseName name) =>
        shelf.Find(name) is { } evidence && judge.JudgeKept(evidence, name) is JudgedRelease.Usable usable ? usable.Desired : null;

    /// <summary>What may be staged: what was accepted last, or one of before that was good here.</summary>
    private JudgedRelease.Usable? FindOffered(out Fault why)
    {
        why = HelperFaults.NothingOffered();
        if (memory.Custody.Offered is not { } name || memory.Accepted is not { } accepted || (name != ReleaseName.Of(accepted) && !judge.IsGood(name)))
            return null;
        var found = shelf.Find(name) is { } evidence ? judge.JudgeKept(evidence, name) : null;
        why = found is JudgedRelease.Refused refused ? refused.Fault : why;
        return found as JudgedRelease.Usable;
    }

    /// <summary>Whether a generation is what lies in its slot.</summary>
    private bool Lies(KeptGeneration kept) =>
        slots.ReadGeneration(kept.Slot) is { } record && record.Generation == kept.Number && record.Content == kept.Content;

    private Fault? Fill(KeptGeneration candidate, JudgedRelease.Usable offered, CancellationToken cancellation)
    {
        var generation = new Generation { Number = candidate.Number, Slot = candidate.Slot, Release = candidate.Release, Desired = offered.Desired };
        var fault = _staging.Run(generation, offered.Release.Files.Contents, cancellation);
        if (fault is { Reason: SlotReason.BlobDamaged })
        {
            foreach (var (digest, size) in Sizes(offered.Desired).Where(blob => store.Check(blob.Key, blob.Value, cancellation) == BlobState.Damaged))
                AtomicFile.Remove(store.PathOf(digest));
        }
        return fault;
    }

    /// <summary>What is neither in a slot nor wanted now takes no room; what is wanted and not here is missing.</summary>
    private IReadOnlyList<Sha256Digest> MakeRoom(IEnumerable<Sha256Digest> wanted)
    {
        var keep = slots.Digests();
        keep.UnionWith(wanted);
        store.Prune(keep);
        shelf.Prune(memory.Custody.Releases);
        return [.. wanted.Where(digest => !store.Has(digest))];
    }

    private static Dictionary<Sha256Digest, long> Sizes(DesiredState desired) => desired.Models
        .DistinctBy(model => model.Spec.Digest)
        .ToDictionary(model => model.Spec.Digest, model => model.Spec.Size);

    private HelperAnswer Try(Func<HelperAnswer> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(e);
        }
    }

    private async Task<HelperAnswer> TryAsync(Func<Task<HelperAnswer>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(e);
        }
    }

    private HelperAnswer Failed(Exception e) =>
        HelperAnswer.Refuse(DiskFault.IsDisk(e) ? DiskFault.From(e, store.Directory) : AgentFaults.Unexpected(e));
}
