namespace GitEdge.Agent.Tests.Bus;

/// <summary>Tests of an agent that is served on a private bus.</summary>
public abstract class OnBus(PrivateBus bus) : IAsyncLifetime, IDisposable
{
    private protected const int Nobody = 65534;

    private protected PrivateBus Bus { get; } = bus;

    private protected BusAgent Agent { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Agent = new BusAgent(Bus);
        await Agent.ServedAsync();
    }

    public Task DisposeAsync() => Agent.LeaveAsync();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Bus.Dispose();
}
