using GitEdge.Agent.Containers;
using GitEdge.Agent.Helper;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Agent.Tests.Trust;
using GitEdge.Agent.Tests.Tuning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Tests.Helper;

/// <summary>An agent that proves releases, and a helper with a folder of its own that believes none of it.</summary>
internal sealed class HelperRig : IDisposable
{
    private readonly TempDirectory _directory = new();
    private HelperComposition? _helper;

    public HelperRig(int releaseThreshold = 1)
    {
        Agent = new TrustRig(releaseThreshold);
        Tree = new TuningTree(_directory["system"]).Make();
        Directory.CreateDirectory(Path.Combine(Tree.Root, "etc", "gitedge"));
        Agent.Manifest = Agent.Manifest with { Freshness = Core.Manifests.FreshnessRule.Ignore, Helper = Root };
    }

    public TrustRig Agent { get; }

    public string Root => _directory["helper"];

    public HelperComposition Helper => _helper ??= new HelperComposition(
        Agent.Manifest, Root, new AgentHost(ServiceNotifier.From(_ => null, Agent.Time), Agent.Time, () => 0.5, NullLogger.Instance)
        {
            IsClockSynchronised = () => true,
            BusAddress = $"unix:path={_directory["no-bus"]}",
            SystemRoot = Tree.Root,
            Containers = Containers,
            ReadBoot = () => Tree.Now,
            Warn = Warnings.Add,
        });

    /// <summary>Who is asked about containers; null for nobody, on a device without a bus.</summary>
    public ContainerBackends? Containers { get; set; }

    /// <summary>What helpers have told.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The system that is tuned.</summary>
    public TuningTree Tree { get; }

    public HelperService Service => Helper.Service;

    /// <summary>Ends the helper; the next call starts another one.</summary>
    public void Restart()
    {
        _helper?.Dispose();
        _helper = null;
    }

    /// <summary>Releases these bytes; what proves it.</summary>
    public ReleaseEvidence Release(byte content, string more = "")
    {
        Agent.Fleet.Release([content], new TestRelease { More = more });
        return Offered();
    }

    /// <summary>What proves the release that the agent would take now.</summary>
    public ReleaseEvidence Offered()
    {
        var offer = Agent.Poll();
        return Agent.Agent.Evidence.Collect(offer.Release!, CancellationToken.None);
    }

    public HelperAnswer Accept(ReleaseEvidence evidence) => Service.Accept(EvidenceFormat.Write(evidence));

    public HelperAnswer Adopt(params byte[] content)
    {
        var path = _directory[$"artifact-{Guid.NewGuid():N}"];
        File.WriteAllBytes(path, content);
        using var file = File.OpenHandle(path);
        return Service.Adopt(file, CancellationToken.None);
    }

    public HelperAnswer Stage(long number) => Service.StageAsync(number, CancellationToken.None).GetAwaiter().GetResult();

    public HelperAnswer Point(long number) => Service.PointAsync(number, CancellationToken.None).GetAwaiter().GetResult();

    public HelperAnswer Confirm(long number) => Service.ConfirmAsync(number, CancellationToken.None).GetAwaiter().GetResult();

    public HelperAnswer Commit(long number) => Service.CommitAsync(number, CancellationToken.None).GetAwaiter().GetResult();

    public HelperAnswer Detach() => Service.DetachAsync(CancellationToken.None).GetAwaiter().GetResult();

    public HelperAnswer Boot() => Service.BootAsync(CancellationToken.None).GetAwaiter().GetResult();

    public HelperAnswer Repair() => Service.RepairAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>All that makes a release the active one, the helper started anew for every call.</summary>
    public void Activate(ReleaseEvidence evidence, byte content, long number)
    {
        foreach (var call in new Func<HelperAnswer>[]
        {
            () => Accept(evidence), () => Adopt(content), () => Stage(number), () => Point(number),
        })
        {
            Restart();
            Assert.Null(call().Fault);
        }
    }

    /// <summary>The bytes of the active model; null when nothing is active.</summary>
    public byte[]? Active => Helper.Slots.Active is { } slot && slot is not Slot.Unknown
        ? File.ReadAllBytes(Helper.Slots.ModelPath(slot, "m", Helper.Slots.ReadGeneration(slot)!.Generation))
        : null;

    public void Dispose()
    {
        Restart();
        Agent.Dispose();
        _directory.Dispose();
    }
}
