using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>A device that goes by trust documents, as far as it decides: a real repository and real signatures, no model server.</summary>
internal sealed class TrustRig : IDisposable
{
    private readonly TempDirectory _directory = new();
    private AgentComposition? _agent;

    /// <param name="releaseThreshold">How many have to sign a release.</param>
    /// <param name="root">The root folder; null takes one of the temporary folder's.</param>
    public TrustRig(int releaseThreshold = 1, string? root = null)
    {
        Fleet = new TestFleet(_directory["fleet"]);
        Meta = new TrustFleet(Fleet.Repository, _directory["people"], releaseThreshold);
        Meta.Push();
        Manifest = AgentRun.Manifest(root ?? _directory["root"], _directory["run"], Fleet.Repository.Path, "", _directory["admin.sock"]) with
        {
            AllowedSigners = null,
            Trust = Meta.EnrolledFile,
        };
    }

    public TestFleet Fleet { get; }

    public TrustFleet Meta { get; }

    public AgentManifest Manifest { get; set; }

    public MovableTime Time { get; } = new(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

    public bool IsSynchronised { get; set; } = true;

    /// <summary>What runs, as the deployment machine would say.</summary>
    public DeploymentState State { get; set; } = new();

    public AgentComposition Agent => _agent ??= new AgentComposition(
        Manifest, new AgentHost(ServiceNotifier.From(_ => null, Time), Time, () => 0.5, NullLogger.Instance) { IsClockSynchronised = () => IsSynchronised });

    public string StateFile(string name) => Path.Combine(Manifest.Root, "state", name);

    /// <summary>Ends the agent; the next poll starts another one.</summary>
    public void Restart()
    {
        _agent?.Dispose();
        _agent = null;
    }

    public ReleaseOffer Poll() => Agent.Releases.PollAsync(State, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Releases these bytes, has them accepted and takes them for committed.</summary>
    public ReleaseOffer Install(byte content)
    {
        Fleet.Release([content]);
        var offer = Poll();
        Assert.Equal(Fleet.Counter, offer.Release?.Counter);
        Commit(offer);
        return offer;
    }

    /// <summary>What is offered has become what runs.</summary>
    public void Commit(ReleaseOffer offer)
    {
        var release = offer.Release!;
        State = State with
        {
            Current = new Generation
            {
                Number = State.LastNumber + 1,
                Slot = Slot.A,
                Release = new ReleaseName(release.Channel, release.Epoch, release.Counter, release.Statement),
                Desired = offer.Desired!,
            },
            LastNumber = State.LastNumber + 1,
        };
    }

    public void Dispose()
    {
        Restart();
        _directory.Dispose();
    }
}
