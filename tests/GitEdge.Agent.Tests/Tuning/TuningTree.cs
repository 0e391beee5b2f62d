using System.Text;
using GitEdge.Agent.Tuning;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>A device of files: knobs in a tree of the kernel's shape, units as folders, profiles as files, boots at will.</summary>
/// <param name="path">Where it lies.</param>
internal sealed class TuningTree(string path)
{
    public const string Unit = "gitedge-inference.service";

    private static readonly string[] Policies = ["policy0", "policy4"];

    public string Root { get; } = Path.Combine(path, "root");

    public string State { get; } = Path.Combine(path, "state");

    public BootMoment Now { get; set; } = new("boot-1", TimeSpan.FromMinutes(5));

    /// <summary>What a unit answers when something is set; null for taking it.</summary>
    public Func<string, string?> Refuses { get; set; } = _ => null;

    /// <summary>What becomes of a value that a unit is given.</summary>
    public Func<string, string> Takes { get; set; } = value => value;

    public bool HasTuned { get; set; }

    public bool HasPowerProfiles { get; set; }

    /// <summary>What happens after power-profiles-daemon was asked.</summary>
    public Action AfterPowerProfiles { get; set; } = static () => { };

    /// <summary>Whether daemons that do not run are on the device all the same.</summary>
    public bool HasPackages { get; set; } = true;

    /// <summary>A tuning with something of each kind; two are told apart by their number.</summary>
    public static TuningSpec Spec(int number) => new()
    {
        Sysctl = new Dictionary<string, string> { ["vm.swappiness"] = $"1{number}", [number == 1 ? "vm.dirty_ratio" : "vm.vfs_cache_pressure"] = "30" },
        CpuGovernor = number == 1 ? "performance" : "powersave",
        TransparentHugepages = number == 1 ? "never" : "madvise",
        Units = new Dictionary<string, IReadOnlyDictionary<string, string>> { [Unit] = new Dictionary<string, string> { ["MemoryMax"] = $"{number}G", ["CPUWeight"] = "50" } },
        ConfirmWithin = TimeSpan.FromSeconds(30),
    };

    public TuningTree Make()
    {
        Write("proc/sys/vm/swappiness", "60");
        Write("proc/sys/vm/dirty_ratio", "20");
        Write("proc/sys/vm/dirty_bytes", "0");
        Write("proc/sys/vm/vfs_cache_pressure", "100");
        Write(KnobFiles.Processors, "0-7");
        foreach (var policy in Policies)
        {
            Write($"{KnobFiles.Policies}/{policy}/scaling_governor", "schedutil");
            Write($"{KnobFiles.Policies}/{policy}/scaling_available_governors", "performance powersave schedutil ");
            Write($"{KnobFiles.Policies}/{policy}/energy_performance_preference", "balance_performance");
            Write($"{KnobFiles.Policies}/{policy}/energy_performance_available_preferences", "default performance balance_performance power ");
        }
        Write("sys/kernel/mm/transparent_hugepage/enabled", "always");
        Write($"units/{Unit}/MemoryMax", "infinity");
        Write($"units/{Unit}/CPUWeight", "unset");
        Write($"units/{Unit}/AllowedCPUs", "unset");
        Write("daemons/tuned", "balanced");
        Write("daemons/power", "balanced");
        Directory.CreateDirectory(State);
        return this;
    }

    public TuningStore Open() => new(Root, State, new TuningBackends
    {
        ReadUnit = ReadUnitAsync,
        SetUnit = SetUnitAsync,
        IsInstalled = (knob, _) => Task.FromResult(knob.Kind == KnobKind.UnitProperty ? Directory.Exists(Path.Combine(Root, "units", knob.Name)) : HasPackages),
        Tuned = Daemon("daemons/tuned", () => HasTuned, ["balanced", "edge"]),
        PowerProfiles = Daemon("daemons/power", () =>
        {
            var runs = HasPowerProfiles;
            AfterPowerProfiles();
            return runs;
        }, ["balanced", "performance"]),
    }, () => Now);

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).Trim();

    public void Write(string file, string value)
    {
        var full = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, value + "\n");
    }

    /// <summary>Every knob with its value, without drop-ins.</summary>
    public IReadOnlyDictionary<string, string> Knobs() => Files("proc", "sys", "units", "daemons");

    /// <summary>Every drop-in with its text.</summary>
    public IReadOnlyDictionary<string, string> DropIns() => Files("etc");

    public void Pass(TimeSpan time) => Now = Now.After(time);

    /// <summary>The kernel's and the units' own values, then what the drop-ins say, as systemd-sysctl, systemd-tmpfiles and systemd do.</summary>
    public void Reboot()
    {
        Now = new BootMoment(Now.Boot + "+", TimeSpan.FromSeconds(9));
        var daemons = Files("daemons");
        Make();
        foreach (var (file, value) in daemons)
            Write(file, value);
        foreach (var (file, text) in DropIns())
        {
            foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] is not ('#' or '[')))
                Boot(file, line);
        }
    }

    private void Boot(string file, string line)
    {
        if (file == Core.Tuning.DropIns.Sysctl)
            Write($"proc/sys/{line[1..].Split(" = ")[0].Replace('.', '/')}", line.Split(" = ")[1]);
        else if (file == Core.Tuning.DropIns.Tmpfiles)
            Write(line[3..].Split(' ')[0], line.Split(" - - - - ")[1]);
        else
            Write($"units/{file.Split('/')[^2][..^2]}/{line.Split('=')[0]}", line.Split('=')[1]);
    }

    private SortedDictionary<string, string> Files(params string[] folders) => new(
        folders.Where(folder => Directory.Exists(Path.Combine(Root, folder)))
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => !Path.GetFileName(file).StartsWith('.'))
            .ToDictionary(file => Path.GetRelativePath(Root, file), file => File.ReadAllText(file).TrimEnd('\n')),
        StringComparer.Ordinal);

    private Task<IReadOnlyDictionary<string, string>?> ReadUnitAsync(string unit, IReadOnlyList<string> names, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, string>?>(Directory.Exists(Path.Combine(Root, "units", unit))
            ? names.Where(name => File.Exists(Path.Combine(Root, "units", unit, name))).ToDictionary(name => name, name => Read($"units/{unit}/{name}"))
            : null);

    private Task<string?> SetUnitAsync(string unit, string name, string value, CancellationToken cancellation)
    {
        if (Refuses(value) is { } why)
            return Task.FromResult<string?>(why);
        Set($"units/{unit}/{name}", Takes(value));
        return Task.FromResult<string?>(null);
    }

    // A daemon takes a value or does not: it is never seen half written.
    private void Set(string file, string value) => AtomicFile.Write(Path.Combine(Root, file), Encoding.UTF8.GetBytes(value + "\n"));

    private ProfileDaemon Daemon(string file, Func<bool> runs, string[] profiles) => new(
        _ => Task.FromResult(runs() ? new ProfileList(Read(file), profiles) : null),
        (profile, _) =>
        {
            Set(file, profile);
            return Task.FromResult<string?>(null);
        });
}
