using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Effects;
using GitEdge.Agent.Git;
using GitEdge.Agent.Health;
using GitEdge.Agent.Helper;
using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Scheduling;
using GitEdge.Core.Trust;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Crypto;
using GitEdge.Linux.Files;

namespace GitEdge.Agent;

/// <summary>Puts the agent together: every part is made here, once, and handed what it needs.</summary>
internal sealed class AgentComposition : IDisposable
{
    private static readonly TimeSpan AdminPatience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReachPatience = TimeSpan.FromSeconds(25);

    private readonly AgentManifest _agent;
    private readonly AgentHost _host;
    private readonly List<IDisposable> _owned = [];
    private readonly UnitReader _units;

    /// <summary>The agent for one device.</summary>
    /// <exception cref="IOException">The root folder cannot be used.</exception>
    public AgentComposition(AgentManifest agent, AgentHost host)
    {
        _agent = agent;
        _host = host;
        var state = new DeviceState(agent.Root);
        state.Prepare();
        Reporter = new StatusReporter(agent, host.Service, host.Log, host.Time);
        Releases = Source(agent, host, state);
        // The helper reads what it copies for itself.
        var readBack = agent.Helper is null ? new ReadBackFiles() : null;
        var store = new BlobStore(agent.Root) { Beside = agent.Helper is null ? null : new BlobStore(agent.Helper), ReadBack = readBack };
        var slots = new SlotStore(agent.SlotRoot, store.PathOf) { ReadBack = readBack };
        var server = Own(new InferenceAdmin(agent.InferenceAdmin, AdminPatience));
        IGenerations generations = agent.Helper is null
            ? new LocalGenerations(slots, store, () => Reconciler!.Release?.Files.Contents)
            : new HelperGenerations(Own(new HelperClient(host.BusAddress)), store, agent.Root, Evidence, () => Reconciler!.Release);
        _units = new UnitReader(Own(new BusLink(host.BusAddress)), host.Time);
        var models = new ModelSwitch(generations, server);
        var runner = new EffectRunner(
            new FetchEffect(store, slots, Fetcher(agent, store, host), new DeviceFit(store, server, DeviceMemory.Available), done =>
            {
                host.Heart.GoOn();
                Reporter.Progress(done);
            }),
            generations,
            new PreflightEffect(
                slots, new PreflightProcess(agent.InferenceExecutable, host.Time), models, DeviceMemory.Available, Reporter.Tried),
            models,
            new ProbeEffect(server, Probes(agent, host).RunAsync, new Confirmation(generations.ConfirmAsync, ReachAsync, host.Time), Reporter.Note, host.Time));
        Driver = new DeploymentDriver(
            state.Journal, (effect, cancellation) => RunAsync(runner, effect, cancellation), Reporter.Changed, host.Time,
            new LostJournal(slots, agent).Adopt);
        Observer = new Observer(slots, store, server);
        Pause = new PauseKeeper(state.Pause, host.Time);
        Reconciler = new Reconciler(Releases, Observer, new DriftRepair(models, server, host.Time), Driver, Reporter)
        {
            Retry = new RetryPacing(Policy(agent), host),
            Beside = new SystemRepair(generations, new RetryPacing(Policy(agent), host), host.Time) { Look = _units.LookAsync },
            Pause = Pause,
            BeginPass = BeginPass,
        };
        Service = Own(new AgentService(Reconciler, Policy(agent), Reporter, host));
    }

    /// <summary>The loop.</summary>
    public AgentService Service { get; }

    /// <summary>One pass.</summary>
    public Reconciler Reconciler { get; }

    /// <summary>What the repository offers.</summary>
    public ReleaseSource Releases { get; }

    /// <summary>What proves a release to the helper.</summary>
    public EvidenceCollector Evidence { get; private set; } = null!;

    /// <summary>What the device is.</summary>
    public Observer Observer { get; }

    /// <summary>The deployment machine.</summary>
    public DeploymentDriver Driver { get; }

    /// <summary>Whether an operator wants nothing new begun.</summary>
    public PauseKeeper Pause { get; }

    /// <summary>Where findings go.</summary>
    public StatusReporter Reporter { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var one in _owned.AsEnumerable().Reverse())
            one.Dispose();
    }

    private async Task<DeploymentEvent> RunAsync(EffectRunner runner, DeploymentEffect effect, CancellationToken cancellation)
    {
        _host.Heart.Begin(StepLimits.Of(effect));
        var happened = await runner.RunAsync(effect, Driver.State.Soaked, cancellation);
        BeginPass();
        return happened;
    }

    private void BeginPass() => _host.Heart.Begin(StepLimits.OfPass(_agent.Remotes.Count, Driver.State.Current));

    private ReleaseSource Source(AgentManifest agent, AgentHost host, DeviceState state)
    {
        var ed25519 = Ed25519.Load();
        var judge = new ReleaseJudge(agent, ed25519, host.Time);
        var keeper = agent.Trust is null ? null : new TrustKeeper(agent, state.Trust, host.ReadClock);
        var git = Own(new GitFetcher(Path.Combine(agent.Root, "repository.git"), new GitLimits { DiskReserve = agent.DiskReserve }, host.Time)
        {
            IsEvidence = (name, id, bytes) => Releases.IsEvidence(new FetchedTag(name, id.ToString(), bytes)),
            FollowsTrust = keeper is not null,
        });
        Evidence = new EvidenceCollector(agent, git.Objects, host.ReadClock, ed25519);
        IReadOnlyList<AcceptedRelease> Good() => keeper?.Good ?? [];
        var trust = keeper is null ? null : new TrustLook(agent, keeper, ed25519);
        return new ReleaseSource(
            agent, git, new ReleaseLook(agent, git.Objects, judge, trust) { Good = Good },
            new AcceptanceMemory(agent, state.Accepted, () => state.Journal.Read().Value?.Releases ?? []) { Good = Good }, new EvidenceCheck(judge, new StandingPolicy(agent, judge, keeper)))
        {
            Keeper = keeper,
        };
    }

    private ProbeRunner Probes(AgentManifest agent, AgentHost host) => new(
        Own(new HttpProbe(ProbePatience)), new SparingProbe(ReachGitAsync, ProbePatience, agent.PollInterval, host.Time).AskAsync, new UnitProbe(_units.ReadAsync));

    private async Task<ProbeAnswer> ReachGitAsync(CancellationToken cancellation) =>
        await Releases.IsReachableAsync(cancellation)
            ? new ProbeAnswer(ProbeStatus.Passed, "the fleet repository answers")
            : new ProbeAnswer(ProbeStatus.Failed, "the fleet repository does not answer");

    /// <summary>Asked afresh, and given up soon: what is asked is whether the device can be reached as it is now.</summary>
    private async Task<bool> ReachAsync(CancellationToken cancellation)
    {
        // The first that does not answer must not use up the time of the others.
        using var deadline = new CancellationTokenSource(ReachPatience * _agent.Remotes.Count, _host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await Releases.IsReachableAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private ArtifactFetcher Fetcher(AgentManifest agent, BlobStore store, AgentHost host)
    {
        var limits = new FetchLimits { Reserve = agent.DiskReserve };
        return new ArtifactFetcher(store, Own(HttpSource.CreateClient(limits, new SourceDialer(new SourcePolicy(agent.Artifacts)))), limits, host.Time);
    }

    private static PollPolicy Policy(AgentManifest agent)
    {
        var usual = new PollPolicy();
        return usual with
        {
            Interval = agent.PollInterval,
            FirstBackoff = agent.PollInterval < usual.FirstBackoff ? agent.PollInterval : usual.FirstBackoff,
            LongestPause = agent.PollInterval > usual.LongestPause ? agent.PollInterval : usual.LongestPause,
        };
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Add(part);
        return part;
    }
}
