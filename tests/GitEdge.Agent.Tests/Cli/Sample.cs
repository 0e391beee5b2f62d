using GitEdge.Linux.Files;
using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Cli;

/// <summary>A device with a story.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 6, 0, 0, TimeSpan.Zero);

    public static ReleaseName Release(long counter) => new("stable", 1, counter, Sha256Digest.Of([(byte)counter]));

    public static Generation Generation(long number, Slot slot = Slot.A) => new()
    {
        Number = number,
        Slot = slot,
        Release = Release(number),
        Desired = new DesiredState
        {
            Device = "cam-017",
            Profiles = ["camera"],
            Health = new HealthSpec { Soak = TimeSpan.FromMinutes(2) },
        },
    };

    public static DeviceStatus Status() => new()
    {
        Device = "cam-017",
        Channel = "stable",
        Agent = "0.1.0",
        At = Now.AddSeconds(-5),
        LastContact = Now.AddSeconds(-12),
        NextPoll = Now.AddSeconds(18),
        Accepted = Release(3),
        Current = GenerationStatus.Of(Generation(3)),
        Models = [new ModelStatus("vad", 3, Sha256Digest.Of("model"u8), Ready: true, Default: true)],
        Conditions = [Good(ConditionType.GitReachable), Good(ConditionType.Serving)],
    };

    public static Condition Good(ConditionType type) => new(type, true, Conditions.Ok, "fine", "", Now.AddHours(-3));

    public static Condition Bad(ConditionType type, string reason, string message, string cure) =>
        new(type, false, reason, message, cure, Now.AddMinutes(-10));

    public static void Write(this TempDirectory folder, DeviceStatus status) =>
        // In one step, as the agent does: somebody may be reading.
        AtomicFile.Write(folder["status.json"], JsonSerializer.SerializeToUtf8Bytes(status, StatusJson.Default.DeviceStatus));

    public static HistoryEntry Step(
        long generation, DeploymentPhase from, DeploymentPhase to, int seconds, Fault? fault = null, string? note = null) => new()
    {
        At = Now.AddHours(generation).AddSeconds(seconds),
        Transaction = Generation(generation).Transaction,
        Generation = generation,
        Release = Release(generation),
        From = from,
        To = to,
        Fault = fault,
        Note = note,
    };

    public static string Lines(IEnumerable<HistoryEntry> entries) =>
        string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, StatusJson.Default.HistoryEntry) + "\n"));
}
