using System.Text.RegularExpressions;

namespace GitEdge.Core.Containers;

/// <summary>
/// What a container may say on any device: what stays inside it, or only takes away. Whatever is not here has to be allowed by the
/// device's owner. docs/containers.md has the same list.
/// </summary>
internal static class BuiltInKeys
{
    private const string Anything = "anything";

    /// <summary>Section → key → what it may say.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, KeyRule>> Rules { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, KeyRule>>(StringComparer.Ordinal)
        {
            ["Unit"] = Keys(
                (Free, ["Description", "Documentation"]),
                (Form("names of units", @"[A-Za-z0-9:_.@ \t-]*"), ["After"]),
                (new KeyRule("containers of the same release, and network-online.target", null, ContainerValues.AreOwnUnits), ["Before", "Wants", "Requires", "BindsTo", "PartOf"]),
                (Time, ["StartLimitIntervalSec"]), (Number, ["StartLimitBurst"])),
            ["Container"] = Container(),
            ["Service"] = Keys(
                (Form("no, on-success, on-failure, on-abnormal, on-abort, on-watchdog or always", "no|on-success|on-failure|on-abnormal|on-abort|on-watchdog|always"), ["Restart"]),
                (Time, ["RestartSec", "RestartMaxDelaySec"]), (Number, ["RestartSteps"]),
                (new KeyRule("1 s to 5 min: the device waits for it", null, ContainerValues.IsStartTime), ["TimeoutStartSec", "TimeoutStopSec"]),
                (Form("a size or a share", "[0-9]{1,15}[KMGT%]?"), ["MemoryMax", "MemoryHigh", "MemorySwapMax", "TasksMax"]),
                (Form("a weight from 1 to 10000", "[1-9][0-9]{0,3}|10000"), ["CPUWeight", "IOWeight"]),
                (Form("a share such as 50%", "[0-9]{1,5}%"), ["CPUQuota"]), (Form("a list such as 0-3,5", "[0-9,-]{1,64}"), ["AllowedCPUs"])),
            ["Install"] = Keys((Form("multi-user.target or default.target", "multi-user\\.target|default\\.target"), ["WantedBy"])),
        };

    private static KeyRule Free => new(Anything, null, static (_, _) => true);

    private static KeyRule Time => Form("a time such as 30s", "[0-9]{1,6}(?:ms|s|sec|m|min|h)?");

    private static KeyRule Number => Form("a number", "[0-9]{1,9}");

    private static KeyRule Switch => Form("true or false", "(?i:true|false|yes|no|on|off|1|0)");

    private static Dictionary<string, KeyRule> Container() => Keys(
        (new KeyRule("anything without variables and specifiers: $ and % are written $$ and %%, and no ; stands alone", null, ContainerValues.IsInert), ["Exec", "Entrypoint", "Environment", "HealthCmd", "HealthStartupCmd", "WorkingDir", "StopSignal"]),
        (new KeyRule("anything without quotes, escapes, variables and specifiers but labels of Podman's and GitEdge's own", null, ContainerValues.AreLabels), ["Label"]),
        (Switch, ["NoNewPrivileges", "ReadOnly", "ReadOnlyTmpfs", "RunInit"]),
        (Form("names such as all or NET_RAW", "[A-Za-z_ ]+"), ["DropCapability"]),
        (new KeyRule("what containers have anyway, such as NET_BIND_SERVICE", "capabilities", ContainerValues.AreCapabilities), ["AddCapability"]),
        (new KeyRule("none", "devices", ContainerValues.AreDevices), ["AddDevice"]),
        (new KeyRule("none, private or bridge", "networks", ContainerValues.IsNetwork), ["Network"]),
        (new KeyRule("a port of this device alone, such as 127.0.0.1:8080:80", "ports", ContainerValues.IsPort), ["PublishPort"]),
        (new KeyRule("a volume named gitedge-NAME or gitedge-NAME-… after the container, or an unnamed one", "readPaths, writePaths, volumes", ContainerValues.IsVolume), ["Volume"]),
        (new KeyRule("none", "readPaths", ContainerValues.IsReadPath), ["EnvironmentFile", "SeccompProfile"]),
        (new KeyRule("none", "secrets", ContainerValues.IsSecret), ["Secret"]),
        (new KeyRule("none", "podmanArgs", ContainerValues.ArePodmanArgs), ["PodmanArgs", "GlobalArgs"]),
        (Form("a user or group, by name or number", "[A-Za-z0-9_.-]+(?::[A-Za-z0-9_.-]+)?"), ["User", "Group"]),
        (Form("a group, by name or number", "(?!keep-groups)[A-Za-z0-9_.-]+"), ["GroupAdd"]),
        (Form("auto or nomap", "auto|nomap"), ["UserNS"]),
        (Form("true, false or healthy", "(?i:true|false|yes|no|on|off|1|0)|healthy"), ["Notify"]),
        (Form("a time such as 30s, or disable", "disable|[0-9hms.]{1,12}"), ["HealthInterval", "HealthTimeout", "HealthStartPeriod", "HealthStartupInterval", "HealthStartupTimeout"]),
        (Number, ["HealthRetries", "HealthStartupRetries", "HealthStartupSuccess", "HealthMaxLogCount", "HealthMaxLogSize", "StopTimeout"]),
        (Form("none, kill, restart or stop", "none|kill|restart|stop"), ["HealthOnFailure"]),
        (Form("local or events_logger", "local|events_logger"), ["HealthLogDestination"]),
        (Form("journald, none or passthrough", "journald|none|passthrough"), ["LogDriver"]), (Form("tag=…", "tag=[A-Za-z0-9_.-]+"), ["LogOpt"]),
        (Form("1 or more", "[1-9][0-9]{0,5}"), ["PidsLimit"]), (Form("a size such as 64m", "[0-9]{1,12}[bkmgBKMG]?"), ["ShmSize"]),
        (Form("a name", "[A-Za-z0-9._-]{1,64}"), ["HostName", "NetworkAlias"]), (Form("an address", "[0-9A-Fa-f.:]+"), ["IP", "IP6"]),
        (Form("an address or none", "none|[0-9A-Fa-f.:]+"), ["DNS"]), (Form("names", "[A-Za-z0-9._: -]+"), ["DNSOption", "DNSSearch"]),
        (Form("name:address", "[A-Za-z0-9._-]+:(?:host-gateway|[0-9A-Fa-f.:]+)"), ["AddHost"]),
        (Form("paths of the container", "/[A-Za-z0-9_./:-]*"), ["Mask"]),
        (Form("a path of the container", "/[A-Za-z0-9_./-]*(?::[a-z0-9=,]+)?"), ["Tmpfs"]),
        (Form("local, or a name such as Europe/Berlin", "[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*"), ["Timezone"]),
        (Form("a limit such as nofile=1024", "[a-z]{1,16}=-?[0-9]{1,12}(?::-?[0-9]{1,12})?"), ["Ulimit"]),
        (Form("settings of the container's own: net.…, fs.mqueue.…, kernel.shm…", @"(?:net\.[a-z0-9_./-]+|fs\.mqueue\.[a-z_]+|kernel\.(?:shm|msg|sem)[a-z_]*)=[0-9-]+"), ["Sysctl"]));

    private static KeyRule Form(string allowed, string pattern)
    {
        var form = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return new KeyRule(allowed, null, (value, _) => value.Length <= 512 && form.IsMatch(value));
    }

    private static Dictionary<string, KeyRule> Keys(params ReadOnlySpan<(KeyRule Rule, string[] Keys)> rules)
    {
        var keys = new Dictionary<string, KeyRule>(StringComparer.Ordinal);
        foreach (var (rule, names) in rules)
        {
            foreach (var name in names)
                keys.Add(name, rule);
        }
        return keys;
    }
}
