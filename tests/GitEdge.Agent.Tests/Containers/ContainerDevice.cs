using System.Text;
using GitEdge.Agent.Containers;
using GitEdge.Agent.Slots;
using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Tests.Containers;

/// <summary>
/// A device whose systemd and Podman are kept in memory: its generator reads the tree through the link as Podman's does, units know
/// what was generated last, images come from a registry that can be away. It can lose its power in any call.
/// </summary>
internal sealed class ContainerDevice(string path)
{
    private readonly Dictionary<string, (string Source, string Text)> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObservedContainer> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _text = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsynced = new(StringComparer.Ordinal);

    /// <summary>What the system's files are below.</summary>
    public string System { get; init; } = Path.Combine(path, "system");

    /// <summary>The helper's folder.</summary>
    public string Root { get; init; } = Path.Combine(path, "helper");

    public SlotStore Slots => new(Root, digest => Path.Combine(Root, "blobs", digest.Hex));

    public ImageList List => new(Path.Combine(Root, "state", "images"));

    public ContainerPlaces Places => new(System);

    /// <summary>What the registry has; null when it cannot be reached.</summary>
    public HashSet<string>? Registry { get; set; } = new(StringComparer.Ordinal);

    public List<string> Images { get; } = [];

    /// <summary>Images that a power cut has torn: Podman takes them for whole, and nothing starts from them.</summary>
    public HashSet<string> Torn { get; } = new(StringComparer.Ordinal);

    /// <summary>Images whose containers do not become healthy.</summary>
    public HashSet<string> Sick { get; } = new(StringComparer.Ordinal);

    /// <summary>Units that are not GitEdge's.</summary>
    public Dictionary<string, string> Foreign { get; } = new(StringComparer.Ordinal);

    public List<string> Acts { get; } = [];

    /// <summary>In which call the power goes; null for never.</summary>
    public int? CutAt { get; set; }

    public int Calls { get; private set; }

    /// <summary>Bytes free when there are no images, and how many an image takes.</summary>
    public (long Free, long Image) Room { get; set; } = (1L << 30, 1 << 20);

    public bool IsPodmanAway { get; set; }

    /// <summary>What happens while a container starts.</summary>
    public Action Starting { get; set; } = static () => { };

    /// <summary>Whether Podman removes no container.</summary>
    public bool IsStubborn { get; set; }

    /// <summary>Units whose stop fails.</summary>
    public HashSet<string> Unstoppable { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that the generator makes no unit of.</summary>
    public HashSet<string> Ungenerated { get; } = new(StringComparer.Ordinal);

    /// <summary>Units that systemd says something else of: their sub-state while they are activating.</summary>
    public Dictionary<string, string> Activating { get; } = new(StringComparer.Ordinal);

    /// <summary>What was told and not waited for.</summary>
    public List<string> Warnings { get; } = [];

    public ContainerSet Set => new(Root, Places, Backends(), List, Slots.Containers) { MayStart = new StartPolicy(Root, () => Policy), Warn = Warnings.Add };

    /// <summary>What the owner allows; null while it cannot be read.</summary>
    public ContainerPolicy? Policy { get; set; } = new() { Keys = ["Container.Annotation"] };

    public IReadOnlyList<ContainerUnit> Active => Slots.Active is { } slot and not Slot.Unknown ? Slots.ContainersOf(slot) : [];

    /// <summary>Name=image of what runs, in order.</summary>
    public string Running => string.Join(' ', _containers.Values.Where(one => one.IsRunning).OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Name}={_text[one.Id]}"));

    public static string Image(int number) => $"registry.example.org/a@sha256:{number:x64}";

    public ContainerDevice Make()
    {
        Directory.CreateDirectory(Path.Combine(Root, "state"));
        Directory.CreateDirectory(System);
        return this;
    }

    /// <summary>What else stands in the file of a container.</summary>
    public Func<string, string> More { get; set; } = static _ => "";

    /// <summary>Fills a slot with containers, each by the number of its image.</summary>
    public IReadOnlyList<ContainerUnit> Stage(Slot slot, long generation, params (string Name, int Image)[] containers)
    {
        var rendered = containers.Select(one => ContainerRendering.Render(
            new ContainerSpec { Name = one.Name, Image = Image(one.Image), Quadlet = $"containers/{one.Name}.container" },
            Encoding.UTF8.GetBytes($"[Container]\nImage={Image(one.Image)}\n{More(one.Name)}")));
        foreach (var (_, number) in containers)
            Registry?.Add(Image(number));
        Assert.IsType<StageResult.Staged>(Slots.Stage(slot, new SlotContent(generation, Sha256Digest.Of(Encoding.UTF8.GetBytes($"{generation}")), [], []) { Containers = [.. rendered] }, CancellationToken.None));
        return Slots.ContainersOf(slot);
    }

    /// <summary>The whole way to a generation, or what is left of it, as the helper goes it.</summary>
    public async Task<Fault?> InstallAsync(Slot slot, long generation, params (string Name, int Image)[] containers)
    {
        var wanted = Slots.Active == slot ? Slots.ContainersOf(slot) : Stage(slot, generation, containers);
        return await Set.PullAsync(wanted, CancellationToken.None) ?? Slots.Activate(slot) ?? await Set.SwitchAsync(wanted, CancellationToken.None);
    }

    /// <summary>The power was gone and is back: the generator has read what active says, and it is started.</summary>
    public void Boot()
    {
        CutAt = null;
        Torn.UnionWith(_unsynced);
        _unsynced.Clear();
        foreach (var (id, one) in _containers.ToList())
            _containers[id] = one with { IsRunning = false };
        if (Directory.Exists(Places.Pulls))
            Directory.Delete(Places.Pulls, recursive: true);
        Generate();
        foreach (var unit in _units.Keys.Where(name => !name.StartsWith("gitedge-pull-", StringComparison.Ordinal)).ToList())
            Start(unit);
    }

    /// <summary>Somebody else has systemd stop one, or Podman remove it.</summary>
    public void Lose(string name) => _containers.Remove(name);

    /// <summary>The owner starts an image that carries GitEdge's labels.</summary>
    public void RunByHand(string name)
    {
        _text[$"{name} by hand"] = "by hand";
        _containers[$"{name} by hand"] = new ObservedContainer($"{name} by hand", name, "", IsRunning: true);
    }

    /// <summary>Power is gone.</summary>
    internal sealed class PowerCutException : Exception;

    /// <summary>Who is asked.</summary>
    public ContainerBackends Backends() => new()
    {
        Reload = _ => Act("reload", () =>
        {
            Generate();
            return true;
        }),
        Run = (job, unit, _) => Act($"{job} {unit}".ToLowerInvariant(), () => job is UnitJob.Stop ? Stop(unit.Value) : Start(unit.Value)),
        Enqueue = (job, unit, _) => Act($"later {job} {unit}".ToLowerInvariant(), () => true),
        ReadUnit = (unit, _) => Act("", () => Read(unit.Value)),
        List = _ => Act("", () => (IReadOnlyList<ObservedContainer>)[.. _containers.Values], isPodman: true),
        RemoveContainer = (id, _) => Act($"remove {id}", () => IsStubborn ? throw new HttpRequestException("Removing failed") : _containers.Remove(id), isPodman: true),
        HasImage = (image, _) => Act("", () => Images.Contains(image), isPodman: true),
        RemoveImage = (image, _) => Act($"remove {image}", () =>
        {
            if (_containers.Values.Any(one => _text[one.Id] == image))
                return false;
            Images.Remove(image);
            Torn.Remove(image);
            return true;
        }, isPodman: true),
        Sync = () => Act("sync", () =>
        {
            _unsynced.Clear();
            return true;
        }),
        MeasureRoom = _ => Act("", () => (Room.Free - (Images.Count * Room.Image), 1L << 30), isPodman: true),
    };

    private Task<T> Act<T>(string what, Func<T> act, bool isPodman = false)
    {
        if (++Calls >= CutAt)
            throw new PowerCutException();
        if (isPodman && IsPodmanAway)
            throw new HttpRequestException("Connection refused");
        if (what.Length > 0)
            Acts.Add(what);
        return Task.FromResult(act());
    }

    private void Generate()
    {
        _units.Clear();
        Directory.CreateDirectory(Places.Pulls);
        foreach (var file in Directory.GetFiles(Places.Pulls, "*.image"))
            _units[$"{Path.GetFileNameWithoutExtension(file)}-image.service"] = (file, File.ReadAllText(file));
        if (Active is not { Count: > 0 } || new FileInfo(Places.Link).LinkTarget is not { } link || !Directory.Exists(link))
            return;
        var folder = Path.Combine(Slots.PathOf(Slots.Active!.Value), "containers");
        foreach (var file in Directory.GetFiles(link, "*.container"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (Ungenerated.Contains(name))
                continue;
            _units[$"{name}.service"] = (Path.Combine(folder, $"{name}.container"), File.ReadAllText(file) + File.ReadAllText($"{file}.d/10-gitedge.conf"));
        }
    }

    private JobResult Start(string unit)
    {
        if (!_units.TryGetValue(unit, out var known))
            return JobResult.Failed;
        var image = Value(known.Text, "Image=");
        if (unit.StartsWith("gitedge-pull-", StringComparison.Ordinal))
        {
            if (Registry?.Contains(image) is not true)
                return JobResult.Failed;
            if (!Images.Contains(image))
            {
                Images.Add(image);
                _unsynced.Add(image);
            }
            return JobResult.Done;
        }
        Starting();
        var name = unit[..^".service".Length];
        _containers.Remove(name);
        if (!Images.Contains(image) || Sick.Contains(image) || Torn.Contains(image))
            return JobResult.Failed;
        _text[name] = image;
        _containers[name] = new ObservedContainer(name, name, Value(known.Text, $"Label={ContainerRendering.ContentLabel}="), IsRunning: true);
        return JobResult.Done;
    }

    private JobResult Stop(string unit)
    {
        if (Unstoppable.Contains(unit))
            return JobResult.Failed;
        _containers.Remove(unit[..^".service".Length]);
        return JobResult.Done;
    }

    private UnitState Read(string unit)
    {
        var isActive = _containers.TryGetValue(unit[..^".service".Length], out var container) && container.IsRunning;
        var source = Foreign.GetValueOrDefault(unit) ?? (_units.TryGetValue(unit, out var known) ? known.Source : null);
        return new UnitState
        {
            LoadState = source is null ? "not-found" : "loaded",
            ActiveState = Activating.ContainsKey(unit) ? "activating" : isActive ? "active" : "inactive",
            SubState = Activating.GetValueOrDefault(unit, ""),
            Result = isActive ? "success" : "exit-code",
            SourcePath = source ?? "",
            Limits = new UnitLimits(),
        };
    }

    private static string Value(string text, string key) =>
        text.Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..];
}
