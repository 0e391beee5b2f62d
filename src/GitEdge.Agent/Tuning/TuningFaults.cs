using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>What went wrong with a tuning, as faults.</summary>
internal static class TuningFaults
{
    private const string PutByHand = "Put it back by hand, or start the device again, which undoes all that was not committed.";

    /// <summary>A plan's refusal. It waits: the device's owner may allow it, or take away what is in the way.</summary>
    public static Fault Of(TuningRefusal refusal) => new(FaultKind.Waiting, refusal.Reason, $"{refusal.Item}: {refusal.What}.", Sentence(refusal.Cure));

    public static Fault Gone(Knob knob) => new(FaultKind.Permanent, TuningReason.Absent, $"This machine has no {knob} any more.",
        "Take it out of the profile, or find out where it went.");

    public static Fault Refused(Knob knob, string value, string why) => new(FaultKind.Permanent, TuningReason.WriteFailed,
        $"The system does not take '{value}' for {knob}: {why}.", "Give another value, or take it out of the profile.");

    public static Fault Otherwise(Knob knob, string value, string? found) => new(FaultKind.Permanent, TuningReason.ReadBack,
        $"'{value}' was written to {knob}, and '{found}' is found.", "Give the value that is found, or find out who sets it.");

    public static Fault NotPutBack(Knob knob, string value, string why) => new(FaultKind.Transient, TuningReason.NotPutBack,
        $"{knob} could not be put back to '{value}': {why}.", PutByHand);

    public static Fault Left(TuningChange left) => new(FaultKind.Waiting, TuningReason.NotPutBack,
        $"{left.Knob} could not be put back to '{left.From}': whoever sets it does not answer.",
        "Start it, and it is put back then; one that is not used any more can be masked or removed.");

    public static Fault Disk(Exception cause) => new(FaultKind.Waiting, TuningReason.DiskRefused,
        $"What has to be remembered of the tuning cannot be written: {cause.Message}", "Make room on that disk, or make it writable.");

    public static Fault Lost(IEnumerable<string> why) => new(FaultKind.Waiting, TuningReason.JournalLost,
        $"The journal of the tuning cannot be read: {string.Join(' ', why)}", "Start the device again, which undoes what was not committed; see 'journalctl -k' for the disk.");

    public static Fault Other(long asked, TuningRecord record) => new(FaultKind.Transient, TuningReason.OtherGeneration,
        FormattableString.Invariant($"No tuning of generation {asked} is under way: {Describe(record)}."), "Activate the generation again.");

    public static Fault WasPutBack(RevertedTuning reverted) => new(FaultKind.Waiting, reverted.Reason,
        FormattableString.Invariant($"The tuning of generation {reverted.Generation} was put back ({reverted.Reason})."),
        "If the repository could not be reached with it, take out what cuts the device off; else give a longer confirmWithin.");

    public static Fault TriedAgain(long generation) => new(FaultKind.Transient, TuningReason.Restarted,
        FormattableString.Invariant($"The device was started again while the tuning of generation {generation} was tried; it is tried once more."), "Nothing.");

    public static Fault Drifts(DriftFinding finding) => new(FaultKind.Waiting, TuningReason.Drifts, $"{finding.Conflict}.",
        "Find out who sets it, or take it out of the profile: GitEdge does not fight others over a setting.");

    private static string Describe(TuningRecord record) => record switch
    {
        { Pending: { } pending } => FormattableString.Invariant($"that of {pending.Generation} is"),
        { Reverted: { } last } => FormattableString.Invariant($"that of {last.Generation} was put back ({last.Reason})"),
        _ => "none is",
    };

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
