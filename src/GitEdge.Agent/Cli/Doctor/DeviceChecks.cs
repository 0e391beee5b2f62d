using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Cli.Status;
using GitEdge.Agent.Containers;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Clock;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>The checks that need nothing but the file system and the kernel, in the order in which a release passes.</summary>
internal static class DeviceChecks
{
    public static IReadOnlyList<DoctorCheck> For(DoctorSubject subject, TimeProvider time) =>
    [
        new("git remotes", () => Remotes(subject.Remotes)),
        subject.Trust is { } trust
            ? new("trust document", () => TrustChecks.Enrolled(trust, subject.RepoId, time.GetUtcNow()))
            : new("allowed signers", () => Signers(subject.AllowedSigners!)),
        new("state directory", () => StorageChecks.Writable(subject.Root)),
        new("file system", () => StorageChecks.OneFileSystem(subject.SlotRoot)),
        new("disk space", () => StorageChecks.RoomForTwo(subject.SlotRoot, subject.Reserve)),
        new("slots", () => SlotChecks.BothFilled(subject.SlotRoot)),
        new("slot a", () => StateChecks.SlotBytes(subject.SlotRoot, Slot.A)),
        new("slot b", () => StateChecks.SlotBytes(subject.SlotRoot, Slot.B)),
        new("active slot", () => SlotChecks.ActiveLink(subject.SlotRoot, () => StateChecks.ReadJournal(subject.Root))),
        new("journal", () => StateChecks.Journal(subject.Root)),
        new("accepted release", () => StateChecks.Accepted(subject.Root)),
        .. subject.Trust is null ? Array.Empty<DoctorCheck>() : [new("remembered trust", () => TrustChecks.Remembered(subject.Root, subject.RepoId, time.GetUtcNow()))],
        new("going back", () => StateChecks.GoingBack(subject.Root, subject.SlotRoot, subject.Reserve)),
        .. subject.HasHelper ? Helper(subject) : [],
        new("clock", () => SystemChecks.Clock(time.GetUtcNow(), SystemChecks.BuildTime(), KernelClock.IsSynchronised())),
        new("memory", () => SystemChecks.Memory(File.ReadLines("/proc/meminfo"))),
        new("model server", () => ServerChecks.Executable(subject.InferenceExecutable)),
        new("admin socket", () => ServerChecks.AdminSocket(subject.AdminSocket)),
        new("agent", () => Agent(subject.Runtime, time)),
    ];

    private static DoctorCheck[] Helper(DoctorSubject subject) =>
    [
        new("helper", () => HelperChecks.Answers(BusConnection.SystemAddress, () => StateChecks.ReadJournal(subject.Root))),
        new("boot check", () => HelperChecks.BootCheck("/")),
        new("podman", () => ContainerChecks.Podman(PodmanClient.DefaultSocket, subject.SlotRoot)),
    ];

    private static DoctorFinding Remotes(IReadOnlyList<string> remotes) => remotes.Count switch
    {
        0 => DoctorFinding.Failure("No fleet repository is configured.", "Name one under git.remotes in the configuration."),
        1 => DoctorFinding.Ok($"One remote: {remotes[0]}"),
        _ => DoctorFinding.Ok(Words.Say($"{remotes.Count} remotes, asked in this order: {string.Join(", ", remotes)}")),
    };

    private const string WeakKeyCure = "Use an ssh-ed25519 key, or an RSA key of 3072 bits or more.";

    private static DoctorFinding Signers(string path)
    {
        if (!File.Exists(path))
            return DoctorFinding.Failure($"'{path}' does not exist: no release can be accepted.", "Put the release managers' public keys there, in OpenSSH's allowed_signers form.");
        if (!AllowedSigners.TryParse(File.ReadAllBytes(path), allowPatterns: false, out var signers, out var faults))
            return DoctorFinding.Failure($"'{path}' is refused, so that no release can be accepted: {string.Join(' ', faults)}", "Correct the file; a line is: PRINCIPAL namespaces=\"git\" ssh-ed25519 AAAA…");
        var signing = signers.Entries.Where(entry => entry.Namespaces?.Contains(TagVerifier.Namespace, StringComparer.Ordinal) ?? true).ToList();
        if (signing.Count == 0)
            return DoctorFinding.Failure($"'{path}' names no key that may sign Git objects: no release can be accepted.", "Add git to the namespaces of a line.");
        var weak = signing.Where(entry => !entry.Key.IsUsable).ToList();
        if (weak.Count == signing.Count)
            return DoctorFinding.Failure($"'{path}' names only RSA keys of unfit length: no release can be accepted.", WeakKeyCure);
        return weak.Count > 0
            ? DoctorFinding.Warning($"'{path}' has an RSA key of unfit length, which verifies nothing, for {string.Join(", ", weak.Select(entry => entry.Principal))}.", WeakKeyCure)
            : DoctorFinding.Ok($"Releases may be signed by {string.Join(", ", signing.Select(entry => entry.Principal).Distinct(StringComparer.Ordinal))}.");
    }

    private static DoctorFinding Agent(string runtime, TimeProvider time) => StatusReader.Read(runtime, time.GetUtcNow()) switch
    {
        { Problem: { } problem } => DoctorFinding.Warning(problem.Message, problem.Cure),
        { Status: { } status } => DoctorFinding.Ok($"It wrote its status {Words.Relative(status.At, time.GetUtcNow())}."),
        _ => DoctorFinding.Unknown("The agent has no status.", "gitedge status"),
    };
}
