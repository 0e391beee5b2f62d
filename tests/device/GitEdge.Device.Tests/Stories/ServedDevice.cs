using System.Globalization;
using System.Text.Json.Nodes;
using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Stories;

/// <summary>What the stories ask a device, and wait for.</summary>
internal static class ServedDevice
{
    // As the agent last wrote it; the command line's start is what costs most here.
    private const string Written = "tr -d '\\n' < /run/gitedge/status.json";
    private const string Metadata = "curl --silent --show-error --fail http://127.0.0.1:8500/v2/models/m";

    /// <summary>The digest that the serving process says it loaded.</summary>
    public static async Task<string> ServedDigestAsync(this VirtualDevice device) =>
        (string)JsonNode.Parse(await device.RunAsync(Metadata))!["gitedge"]!["digest"]!;

    /// <summary>Waits until the serving process has loaded these bytes and answers with them.</summary>
    public static Task UntilServesAsync(this VirtualDevice device, string digest) =>
        device.UntilAsync($"{Metadata} | grep {digest}", $"{digest} to be served");

    /// <summary>Waits until the agent has logged that a release entered a phase, since <paramref name="from"/> of the console.</summary>
    public static Task UntilPhaseAsync(this VirtualDevice device, long counter, string phase, int from = 0) => device.UntilConsoleAsync(
        text => text.AsSpan(from).ToString().Split('\n').Any(line => Enters(line, counter, phase)), $"release {counter} to enter {phase}");

    /// <summary>Has the agent look at the repository now.</summary>
    public static Task<string> PollAsync(this VirtualDevice device) => device.RunAsync("systemctl reload gitedge-agent");

    /// <summary>What <c>gitedge status</c> says, whatever its exit code.</summary>
    public static async Task<JsonNode> StatusAsync(this VirtualDevice device) =>
        JsonNode.Parse((await device.TryAsync("gitedge status --json")).Output) ?? throw new InvalidOperationException("No status.");

    /// <summary>Waits until the status shows a condition so.</summary>
    public static Task<string> UntilConditionAsync(this VirtualDevice device, string type, bool ok) => device.UntilAsync(
        $$"""{{Written}} | grep -o '{[^{}]*"type": *"{{type}}"[^{}]*}' | grep '"ok": *{{(ok ? "true" : "false")}}'""", $"condition {type} to be {(ok ? "ok" : "not ok")}");

    /// <summary>Waits until the agent is idle and this release is the committed one.</summary>
    public static Task<string> UntilCurrentAsync(this VirtualDevice device, long counter)
    {
        var current = string.Create(CultureInfo.InvariantCulture, $"\"current\": *{{[^}}]*\"counter\": *{counter},");
        return device.UntilAsync($"{Written} | grep '\"phase\": *\"Idle\"' | grep '{current}'", $"release {counter} to be the committed one");
    }

    /// <summary>A check of both slots by every byte, as the operator makes it.</summary>
    public static Task<string> DoctorAsync(this VirtualDevice device) => device.RunAsync("setpriv --reuid gitedge --regid gitedge --clear-groups gitedge doctor");

    private static bool Enters(string line, long counter, string phase) =>
        line.Contains(string.Create(CultureInfo.InvariantCulture, $"stable/{counter} generation"), StringComparison.Ordinal)
        && line.Contains($"-> {phase} (", StringComparison.Ordinal);
}
