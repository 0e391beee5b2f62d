using System.Security.Cryptography;
using System.Text;
using GitEdge.Agent.Authoring;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>A device's id, and what it was taken from.</summary>
/// <param name="Id">The id.</param>
/// <param name="Source">For people.</param>
internal sealed record DeviceName(string Id, string Source)
{
    /// <summary>Where systemd keeps what is this machine's alone (machine-id(5)).</summary>
    public const string MachineIdFile = "/etc/machine-id";

    private const int MachineIdLength = 32;
    private const int ShownDigits = 12;

    // machine-id(5): the id itself is not to be shown on a network; what is hashed with it by one application is.
    private static readonly byte[] s_purpose = Encoding.ASCII.GetBytes("gitedge.io device id");

    /// <summary>The id that was given; else the host's name, where that can be an id; else one made of the machine's id.</summary>
    /// <param name="given">The id that was given; null when none was.</param>
    /// <param name="hostName">The host's name.</param>
    /// <param name="machineIdFile">Path of the machine's id.</param>
    public static Attempt<DeviceName> Find(string? given, string hostName, string machineIdFile)
    {
        if (given is not null)
            return new DeviceName(given, "as given");
        if (ManifestNames.IsName(hostName))
            return new DeviceName(hostName, "this host's name");
        if (ReadMachineId(machineIdFile) is { } machine)
        {
            var digits = Convert.ToHexStringLower(HMACSHA256.HashData(machine, s_purpose))[..ShownDigits];
            return new DeviceName($"device-{digits}", $"made of {machineIdFile}, since the host's name '{hostName}' is no device id");
        }
        return new Refusal($"nothing names this device: the host's name '{hostName}' is no device id, and '{machineIdFile}' has no machine id", "name it with --device ID, as in devices/<ID>.yaml")
        {
            Code = EnrollReason.DeviceIdMissing,
        };
    }

    private static byte[]? ReadMachineId(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length == MachineIdLength && text.All(char.IsAsciiHexDigitLower) ? Encoding.ASCII.GetBytes(text) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
