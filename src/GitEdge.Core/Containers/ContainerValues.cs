using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace GitEdge.Core.Containers;

/// <summary>Values of a Quadlet file that reach beyond the container: paths, volumes, devices, ports, labels.</summary>
internal static partial class ContainerValues
{
    private static readonly string[] OwnLabels = ["io.gitedge.", "io.containers.", "io.podman.", "PODMAN_"];

    /// <summary>Quotes, escapes, specifiers and variables.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("\"'\\%$");

    private static readonly string[] VolumeOptions = ["ro", "rw", "copy", "nocopy", "noexec", "exec", "nodev", "nosuid", "z", "Z"];

    /// <summary>Capabilities that every container has anyway, so that they can be given back after DropCapability=all.</summary>
    private static readonly string[] UsualCapabilities =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    /// <summary>Words between blanks; null when quotes, escapes or specifiers could make others of them.</summary>
    public static IReadOnlyList<string>? Words(string value) =>
        value.AsSpan().ContainsAny(Special) ? null : value.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    public static bool AreCapabilities(string value, KeyContext context) => Words(value) is { } words && words.All(word =>
    {
        var name = word.ToUpperInvariant();
        name = name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
        return UsualCapabilities.Contains(name, StringComparer.Ordinal) || context.Policy.Capabilities.Contains(name, StringComparer.Ordinal);
    });

    public static bool AreDevices(string value, KeyContext context) => Words(value) is { } words && words.All(word =>
        context.Policy.Devices.Contains(word.TrimStart('-').Split(':')[0], StringComparer.Ordinal));

    public static bool ArePodmanArgs(string value, KeyContext context) =>
        Words(value) is { } words && words.All(word => context.Policy.PodmanArgs.Contains(word, StringComparer.Ordinal));

    public static bool IsSecret(string value, KeyContext context) =>
        Words(value) is [var word] && context.Policy.Secrets.Contains(word.Split(',')[0], StringComparer.Ordinal);

    public static bool IsNetwork(string value, KeyContext context) =>
        value is "none" or "private" or "bridge" || context.Policy.Networks.Contains(value, StringComparer.Ordinal);

    public static bool IsReadPath(string value, KeyContext context) => HostPath().IsMatch(value) && IsPlain(value) && context.Policy.AllowsPath(value, isWritten: false);

    /// <summary>A volume of the container's own, an unnamed one, or a path that the owner allows.</summary>
    public static bool IsVolume(string value, KeyContext context)
    {
        var parts = value.Split(':');
        if (parts.Length > 3 || value.AsSpan().ContainsAny(Special) || value.AsSpan().ContainsAny(' ', '\t'))
            return false;
        var options = parts.Length == 3 ? parts[2].Split(',') : [];
        var inside = parts.Length == 1 ? parts[0] : parts[1];
        if (!inside.StartsWith('/') || !options.All(option => VolumeOptions.Contains(option, StringComparer.Ordinal)))
            return false;
        if (parts.Length == 1)
            return true;
        if (!parts[0].StartsWith('/'))
            return VolumeName().IsMatch(parts[0]) && IsOwnVolume(parts[0], context);
        return HostPath().IsMatch(parts[0]) && IsPlain(parts[0]) && context.Policy.AllowsPath(parts[0], !options.Contains("ro", StringComparer.Ordinal));
    }

    /// <summary>A port of this device alone, or one that the owner allows.</summary>
    public static bool IsPort(string value, KeyContext context)
    {
        if (Port().Match(value) is not { Success: true } match)
            return false;
        var address = match.Groups["ip"].Value.Trim('[', ']');
        if (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip))
            return true;
        return (address.Length == 0 || ip is not null)
            && long.TryParse(match.Groups["host"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && context.Policy.Ports.Contains(port);
    }

    /// <summary>Labels that neither Podman nor GitEdge goes by.</summary>
    public static bool AreLabels(string value, KeyContext context) =>
        !value.AsSpan().ContainsAny(Special)
        && !OwnLabels.Any(own => value.Contains(own, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// What systemd hands on as it stands: a variable that is not set takes its word away, and the option before it takes the
    /// next one, which may be the image.
    /// </summary>
    public static bool IsInert(string value, KeyContext context) =>
        !value.Replace("$$", "", StringComparison.Ordinal).Replace("%%", "", StringComparison.Ordinal).AsSpan().ContainsAny('$', '%')
        && !value.Split((char[])[' ', '\t']).Contains(";", StringComparer.Ordinal);

    /// <summary>A start that is over in time: the device waits for it.</summary>
    public static bool IsStartTime(string value, KeyContext context) => StartTime().Match(value) is { Success: true } match
        && int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups["minutes"].Success ? 60 : 1) is >= 1 and <= 300;

    /// <summary>Units of the same release.</summary>
    public static bool AreOwnUnits(string value, KeyContext context) =>
        Words(value) is { } words && words.All(word => word == "network-online.target" || context.IsOwnUnit(word));

    // Under a prefix that nobody else uses: what the owner has must not become a container's by the choice of a name.
    private static bool IsOwnVolume(string name, KeyContext context) =>
        name == $"gitedge-{context.Container}" || name.StartsWith($"gitedge-{context.Container}-", StringComparison.Ordinal) || context.Policy.Volumes.Contains(name, StringComparer.Ordinal);

    private static bool IsPlain(string path) => path.Length == 1 || path[1..].Split('/').All(part => part is not ("" or "." or ".."));

    [GeneratedRegex(@"\A/[A-Za-z0-9_./@+-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostPath();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z(?<!\.volume)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VolumeName();

    [GeneratedRegex(@"\A(?:(?<ip>\[[0-9A-Fa-f:]+\]|[0-9]+(?:\.[0-9]+){3}):)?(?:(?<host>[0-9]{1,5})?:)?(?<inside>[0-9]{1,5})(?:/(?:tcp|udp|sctp))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"\A(?<number>[0-9]{1,3})\s?(?:s|sec|(?<minutes>m|min))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StartTime();
}
