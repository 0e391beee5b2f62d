using GitEdge.Agent.Bus;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Bus;

/// <summary>An agent on a private bus that writes down what it is asked.</summary>
internal sealed class BusAgent : IAsyncDisposable
{
    private readonly AgentBus _served;
    private readonly List<string> _asked = [];
    private readonly List<string?> _told = [];
    private bool _isGone;

    public BusAgent(PrivateBus bus)
    {
        Bus = bus;
        Status = new DeviceStatus { Device = "cam-1", Channel = "stable", Agent = "0.1.0", At = DateTimeOffset.UnixEpoch };
        var actions = new AgentActions(
            () => Ask("reconcile"),
            until => Ask(IsDiskFull ? throw new IOException("No space left on device") : $"pause {until?.ToUnixTimeSeconds()}"),
            () => Ask("resume"),
            () =>
            {
                Ask("rollback");
                return Task.FromResult(IsInProbation);
            });
        _served = new AgentBus(bus.Address, new AgentObject(actions, () => Status), problem => Add(_told, problem), TimeProvider.System);
        _served.Start();
    }

    public PrivateBus Bus { get; }

    public DeviceStatus Status { get; private set; }

    public bool IsInProbation { get; set; }

    public bool IsDiskFull { get; set; }

    public IReadOnlyList<string> Asked => Copy(_asked);

    public IReadOnlyList<string?> Told => Copy(_told);

    public static GenerationStatus Generation(long number) => new()
    {
        Number = number,
        Slot = Slot.A,
        Release = new ReleaseName("stable", 1, number, Sha256Digest.Of([1])),
        Content = Sha256Digest.Of([2]),
        Transaction = "t",
        Soak = TimeSpan.Zero,
    };

    public Task ServedAsync() => Until.TrueAsync(() => Told is [.., null], "the agent on the bus");

    public void Tell(DeviceStatus status)
    {
        Status = status;
        _served.Tell(status);
    }

    public ToolResult Call(int user, string method, params string[] arguments) =>
        Bus.TryCall(user, AgentBusNames.Name, AgentBusNames.Path, $"{AgentBusNames.Name}.{method}", arguments);

    public string Property(string name) => Bus.Busctl("get-property", AgentBusNames.Name, AgentBusNames.Path, AgentBusNames.Name, name).TrimEnd();

    /// <summary>Takes it off the bus; disposing it again does nothing more.</summary>
    public async Task LeaveAsync()
    {
        if (_isGone)
            return;
        _isGone = true;
        await _served.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await LeaveAsync();

    private void Ask(string what) => Add(_asked, what);

    private static void Add<T>(List<T> list, T one)
    {
        lock (list)
            list.Add(one);
    }

    private static T[] Copy<T>(List<T> list)
    {
        lock (list)
            return [.. list];
    }
}
