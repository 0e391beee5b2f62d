using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Slots;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>What the device remembers, and whether every byte of what it would go back to is there.</summary>
internal static class StateChecks
{
    private const string Again = "If it comes again, the disk is failing: journalctl -k.";

    /// <summary>The deployment machine's journal.</summary>
    public static DoctorFinding Journal(string root)
    {
        StateAccess.Require(root);
        var read = new DeviceState(root).Journal.Read();
        return Judge(read, "The journal", "The agent starts afresh: it takes this device for a new one and deploys the accepted release again. " + Again);
    }

    /// <summary>The deployment machine's state; null when it is lost, or there is none yet.</summary>
    public static DeploymentState? ReadJournal(string root)
    {
        StateAccess.Require(root);
        return new DeviceState(root).Journal.Read().Value;
    }

    /// <summary>The release last accepted, which keeps old ones out.</summary>
    public static DoctorFinding Accepted(string root)
    {
        StateAccess.Require(root);
        var read = new DeviceState(root).Accepted.Read();
        return Judge(read, "The memory of what was accepted",
            "No release is taken until it is known again: restore state/accepted.0 or .1 from a copy, or enrol the device again.");
    }

    /// <summary>Reads every byte of a slot. A damaged one that is not active is filled again by the next release.</summary>
    public static DoctorFinding SlotBytes(string root, Slot slot)
    {
        var slots = Slots(root);
        var active = slots.Active == slot;
        return slots.Verify(slot, CancellationToken.None) switch
        {
            SlotStatus.Whole whole => DoctorFinding.Ok(
                $"Every byte of generation {whole.Generation.Generation} is right{(active ? "; it is active" : "")}."),
            SlotStatus.Missing when active => DoctorFinding.Failure(
                "It is active and holds no generation.", "journalctl -u gitedge-agent; release the same content under a new number."),
            SlotStatus.Missing => DoctorFinding.Ok("It is empty."),
            SlotStatus.Damaged damaged when active => DoctorFinding.Failure(
                $"It is active and damaged: {string.Join(' ', damaged.Faults.Take(3))}",
                $"What is loaded keeps serving; release the content under a new number, which fills the other slot. {Again}"),
            SlotStatus.Damaged damaged => DoctorFinding.Warning(
                $"It is damaged: {string.Join(' ', damaged.Faults.Take(3))}", $"None is needed: the next release fills it again. {Again}"),
            _ => DoctorFinding.Unknown("It cannot be told what it holds.", "journalctl -u gitedge-agent"),
        };
    }

    /// <summary>
    /// Could a release that fails be taken back? What was committed must lie whole in the slot that the journal names, and
    /// the next generation must fit beside it.
    /// </summary>
    public static DoctorFinding GoingBack(string root, string slotRoot, long reserve)
    {
        var journal = ReadJournal(root);
        if (journal is { Current: null, Stopped: { } stopped })
            return DoctorFinding.Ok($"Release {stopped.Release} was recalled and stopped: there is nothing to go back to, and a release that fails leaves the device as it is.");
        if (journal is not { Current: { } current } state)
            return DoctorFinding.Ok("Nothing was committed yet: a first release that fails leaves the device as it is.");
        if (Slots(slotRoot).Verify(current.Slot, CancellationToken.None) is not SlotStatus.Whole whole
            || whole.Generation.Generation != current.Number || whole.Generation.Content != current.Content)
        {
            return DoctorFinding.Failure(
                $"A release that fails could not be taken back: slot {current.Slot.Letter()} does not hold generation {current.Number} of release {current.Release}, which was committed.",
                "Release the same content under a new number, which fills the other slot, and look for what damaged this one (journalctl -k).");
        }
        if (state.Phase == DeploymentPhase.Stalled)
        {
            return DoctorFinding.Failure(
                $"Going back to release {current.Release} was tried and failed: {state.Fault?.Message}", state.Fault?.Cure ?? "gitedge status");
        }
        return StorageChecks.RoomForTwo(root, reserve) is { Level: DoctorLevel.Failure } full
            ? full
            : DoctorFinding.Ok($"A release that fails is taken back to {current.Release}: generation {current.Number} lies whole in slot {current.Slot.Letter()}.");
    }

    private static DoctorFinding Judge<T>(StateRead<T> read, string what, string lost)
        where T : class => read switch
        {
            { IsLost: true } => DoctorFinding.Failure($"{what} is lost: {read.Damage}", lost),
            { Damage: { } damage } => DoctorFinding.Warning($"{what} is damaged, and the other copy is used: {damage}", Again),
            { Value: null } => DoctorFinding.Ok("Nothing was written yet."),
            _ => DoctorFinding.Ok($"{what} is whole."),
        };

    private static SlotStore Slots(string root) => new(root, new BlobStore(root).PathOf);
}
