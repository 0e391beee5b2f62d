using System.Text.Json;
using GitEdge.Agent.Helper;
using GitEdge.Core.Deployments;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>The privileged half: can it be called, does it know the same, and is somebody counting boots?</summary>
internal static class HelperChecks
{
    private const string BootUnit = "gitedge-boot.service";

    private const string Link = $"etc/systemd/system/multi-user.target.wants/{BootUnit}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Calls the helper, which the bus starts, and compares what it takes for committed.</summary>
    /// <param name="address">Where the bus is.</param>
    /// <param name="journal">The agent's state; null when there is none.</param>
    public static DoctorFinding Answers(string address, Func<DeploymentState?> journal)
    {
        try
        {
            var custody = ReadAsync(address).GetAwaiter().GetResult();
            var (kept, known) = (custody?.Committed?.Number, journal()?.Current?.Number);
            return kept == known
                ? DoctorFinding.Ok(kept is null ? "It answers; nothing was committed yet." : FormattableString.Invariant($"It answers; generation {kept} is committed."))
                : DoctorFinding.Warning(
                    $"It answers, and takes {Name(kept)} for committed; the agent takes {Name(known)}.",
                    "The agent tells it at its next pass. If it stays, see 'journalctl -u gitedge-helper -u gitedge-agent'.");
        }
        catch (Exception e) when (e is BusException or JsonException)
        {
            return DoctorFinding.Failure($"It cannot be called: nothing can be staged, switched or gone back to. {e.Message}",
                "systemctl status dbus gitedge-helper; journalctl -u gitedge-helper. Run this as root or as user gitedge.");
        }
    }

    /// <summary>Whether the boots of a release on trial are counted before anything is served.</summary>
    /// <param name="root">What the system's files are below.</param>
    public static DoctorFinding BootCheck(string root) => new FileInfo(Path.Combine(root, Link)) is { LinkTarget: not null } or { Exists: true }
        ? DoctorFinding.Ok($"{BootUnit} counts the boots of a release on trial.")
        : DoctorFinding.Failure($"{BootUnit} is not enabled: a release that keeps the agent from starting would stay.", $"systemctl enable {BootUnit}");

    private static async Task<Custody?> ReadAsync(string address)
    {
        using var bus = await BusConnection.OpenAsync(address, CancellationToken.None);
        var call = new BusCall(HelperBus.Name, HelperBus.Path, "org.freedesktop.DBus.Properties", "Get")
        {
            Timeout = Patience,
            Arguments = static writer =>
            {
                writer.WriteString(HelperBus.Name);
                writer.WriteString(HelperBus.Custody);
            },
        };
        var json = await bus.CallAsync(call, static reader => reader.ReadVariant("s", static text => text.ReadString()), CancellationToken.None);
        return JsonSerializer.Deserialize(json, DeploymentJson.Default.Custody);
    }

    private static string Name(long? generation) => generation is null ? "none" : FormattableString.Invariant($"generation {generation}");
}
