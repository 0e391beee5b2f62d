using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using GitEdge.Agent.Containers;
using GitEdge.Agent.Slots;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>Is Podman there for releases with containers, and new enough for what is written for it?</summary>
internal static class ContainerChecks
{
    private const string Enable = "systemctl enable --now podman.socket";

    private const string Upgrade = "Install Podman 5.4 or later (Debian 13 has it).";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks Podman's API for its version. A device without containers needs none.</summary>
    /// <param name="socket">Where it listens.</param>
    /// <param name="slotRoot">Where the slots lie.</param>
    public static DoctorFinding Podman(string socket, string slotRoot)
    {
        var isNeeded = new SlotStore(slotRoot, static _ => "").Containers().Count > 0;
        try
        {
            return Judge(ReadAsync(socket).GetAwaiter().GetResult(), isNeeded);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
        {
            return isNeeded
                ? Away(e, socket)
                : DoctorFinding.Ok($"Podman does not answer here, and no release has containers. One that has needs: {Enable}");
        }
    }

    /// <summary>What a version of Podman can and cannot do for releases with containers.</summary>
    /// <param name="version">What it says of itself.</param>
    /// <param name="isNeeded">Whether a release here has containers.</param>
    public static DoctorFinding Judge(string version, bool isNeeded) => Parse(version) switch
    {
        null => DoctorFinding.Unknown($"Podman says '{version}' of itself, which is no version.", Upgrade),
        var known when known < new Version(5, 0) => new DoctorFinding(
            isNeeded ? DoctorLevel.Failure : DoctorLevel.Warning,
            $"Podman {version} is too old: before 5.0 Quadlet does not know what GitEdge writes (.image units, drop-ins, linked folders).", Upgrade),
        // Where DefaultDependencies= in [Quadlet] began.
        var known when known < new Version(5, 3) => DoctorFinding.Warning(
            $"Podman {version} answers; before 5.3 Quadlet has containers wait for the network while the device boots.", Upgrade),
        _ => DoctorFinding.Ok($"Podman {version} answers."),
    };

    private static DoctorFinding Away(Exception e, string socket) => e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
        ? DoctorFinding.Unknown($"User {Environment.UserName} may not ask Podman at '{socket}'.", "Run this as root: sudo gitedge doctor.")
        : DoctorFinding.Failure($"Podman does not answer at '{socket}': no container can be pulled or switched. {e.Message}", Enable);

    private static Version? Parse(string version)
    {
        var parts = version.Split('.', 3);
        return parts.Length > 1 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new Version(major, minor)
            : null;
    }

    private static async Task<string> ReadAsync(string socket)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var podman = new PodmanClient(socket);
        return await podman.ReadVersionAsync(deadline.Token);
    }
}
