using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Containers;
using GitEdge.Agent.Slots;
using GitEdge.Agent.State;
using GitEdge.Agent.Tuning;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent.Helper;

/// <summary>Puts the helper together: its memory, its store and the slots below one folder that only it writes.</summary>
internal sealed class HelperComposition : IDisposable
{
    private readonly BusLink _bus;
    private readonly PodmanClient _podman = new(PodmanClient.DefaultSocket);

    /// <summary>The helper of one device.</summary>
    /// <param name="agent">What the device was told at enrolment.</param>
    /// <param name="root">The helper's folder.</param>
    /// <param name="host">What the process gives.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public HelperComposition(AgentManifest agent, string root, AgentHost host)
    {
        var state = new DeviceState(root);
        state.Prepare();
        var releases = Path.Combine(root, "releases");
        Directory.CreateDirectory(releases);
        // Whoever can open a file can lock it, and what is locked cannot be read.
        var tuning = Path.Combine(root, "tuning");
        Directory.CreateDirectory(tuning);
        foreach (var folder in new[] { Path.Combine(root, "state"), releases, tuning })
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _bus = new BusLink(host.BusAddress);
        Tuning = new TuningStore(host.SystemRoot, tuning, new BusBackends(_bus, host.Time).All(), host.ReadBoot);
        var ed25519 = Ed25519.Load();
        var judge = new ReleaseJudge(agent, ed25519, host.Time);
        var keeper = agent.Trust is null ? null : new TrustKeeper(agent, state.Trust, host.ReadClock);
        var trust = keeper is null ? null : new TrustLook(agent, keeper, ed25519);
        var store = new BlobStore(root);
        Slots = new SlotStore(root, store.PathOf);
        Memory = new HelperMemory(agent, state, keeper, Adopt);
        var policy = Path.Combine(host.SystemRoot, PolicyFile.DefaultPath[1..]);
        Service = new HelperService(
            new EvidenceJudge(agent, judge, trust, new StandingPolicy(agent, judge, keeper)), Memory,
            new ReleaseShelf(releases), Slots, store)
        {
            Tuning = new GenerationTuning(Tuning, () => (PolicyFile.Read(policy, out var fault)?.Tuning, fault)),
            Containers = new GenerationContainers(
                new ContainerSet(root, new ContainerPlaces(host.SystemRoot), host.Containers ?? ContainerBackends.Of(_bus, _podman, host.Time),
                    new ImageList(Path.Combine(root, "state", "images")), Slots.Containers)
                {
                    MayStart = new StartPolicy(root, () => PolicyFile.Read(policy, out _)?.Containers),
                    Warn = host.Warn,
                },
                () => (PolicyFile.Read(policy, out var fault)?.Containers, fault)),
        };
    }

    /// <summary>The tuning of this device.</summary>
    public TuningStore Tuning { get; }

    /// <summary>What it remembers.</summary>
    public HelperMemory Memory { get; }

    /// <summary>What it does.</summary>
    public HelperService Service { get; }

    /// <summary>The slots.</summary>
    public SlotStore Slots { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tuning.Dispose();
        _podman.Dispose();
        _bus.Dispose();
    }

    /// <summary>What is active was committed, when nobody remembers otherwise; the release is not known any more.</summary>
    private Custody? Adopt()
    {
        if (Slots.Active is not { } active || active is Slot.Unknown || Slots.ReadGeneration(active) is not { } record)
            return null;
        var unknown = new ReleaseName("", 0, 0, record.Content);
        return new Custody { Committed = new KeptGeneration(record.Generation, active, unknown, record.Content) };
    }
}
