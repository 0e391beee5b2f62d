using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Helper;

/// <summary>
/// The helper's object on the bus: one call at a time, from root and from the user that owns the agent's folder. The bus's
/// policy says the same; the user is asked of the bus, never taken from a process id.
/// </summary>
internal sealed class HelperObject : IDisposable
{
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(20);

    private readonly HelperService _service;
    private readonly Func<uint?> _agentUser;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private long _lastCall;
    private int _waiting;

    /// <summary>The object of a helper.</summary>
    /// <param name="service">What it does.</param>
    /// <param name="agentUser">Whose calls are answered besides root's; null when nobody's.</param>
    /// <param name="time">The clock.</param>
    public HelperObject(HelperService service, Func<uint?> agentUser, TimeProvider time)
    {
        (_service, _agentUser, _time) = (service, agentUser, time);
        _lastCall = time.GetTimestamp();
        Form = new BusObject(HelperBus.Path, [new BusInterface(HelperBus.Name)
        {
            Methods =
            [
                Handle(HelperBus.Accept, "evidence", Accept),
                Handle(HelperBus.Adopt, "artifact", artifact => service.Adopt(artifact, CancellationToken.None)),
                Number(HelperBus.Stage, service.StageAsync),
                Number(HelperBus.Point, service.PointAsync),
                Number(HelperBus.Confirm, service.ConfirmAsync),
                Number(HelperBus.Commit, service.CommitAsync),
                Simple(HelperBus.Detach, service.DetachAsync),
                Simple(HelperBus.Repair, service.RepairAsync),
            ],
            Properties = [new BusProperty(HelperBus.Custody, "s", writer => writer.WriteString(JsonSerializer.Serialize(_service.Custody, DeploymentJson.Default.Custody)))],
        }]);
    }

    /// <summary>What is served.</summary>
    public BusObject Form { get; }

    /// <summary>How long nobody has called; zero while a call is answered.</summary>
    public TimeSpan Idle => Volatile.Read(ref _waiting) > 0 ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastCall));

    /// <summary>Waits for the calls that have come; none begins after it.</summary>
    public async Task EndAsync()
    {
        while (Volatile.Read(ref _waiting) > 0)
            await Task.Delay(DrainPause, _time);
        await _turn.WaitAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private BusMethod Handle(string name, string what, Func<SafeFileHandle, HelperAnswer> run) => new(name, (caller, arguments) =>
    {
        var handle = arguments.ReadHandle();
        return RunAsync(caller, () => Task.FromResult(run(handle)), handle);
    })
    {
        Takes = [new BusArgument(what, "h")],
        Returns = HelperBus.Answer,
    };

    private BusMethod Simple(string name, Func<CancellationToken, Task<HelperAnswer>> run) =>
        new(name, (caller, _) => RunAsync(caller, () => run(CancellationToken.None))) { Returns = HelperBus.Answer };

    private BusMethod Number(string name, Func<long, CancellationToken, Task<HelperAnswer>> run) => new(name, (caller, arguments) =>
    {
        var number = arguments.ReadInt64();
        return RunAsync(caller, () => run(number, CancellationToken.None));
    })
    {
        Takes = [new BusArgument("generation", "x")],
        Returns = HelperBus.Answer,
    };

    private async Task<WriteValues> RunAsync(BusCaller caller, Func<Task<HelperAnswer>> run, SafeFileHandle? handed = null)
    {
        using var _ = handed;
        Interlocked.Increment(ref _waiting);
        try
        {
            var user = await caller.FindUserAsync(CancellationToken.None);
            if (user != 0 && user != _agentUser())
                throw new BusException(BusErrorNames.AccessDenied, $"User {user} may not call the helper; root may, and the agent's user.");
            await _turn.WaitAsync();
            try
            {
                var answer = HelperJson.Write(await Task.Run(run));
                return writer => writer.WriteString(answer);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Volatile.Write(ref _lastCall, _time.GetTimestamp());
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Reads what was handed over into memory of this process: it may change while it is read, and not after.</summary>
    private HelperAnswer Accept(SafeFileHandle evidence)
    {
        if (FileKinds.Of(evidence) != FileKind.Regular || RandomAccess.GetLength(evidence) is not (> 0 and <= EvidenceFormat.MaxBytes and var length))
            return HelperAnswer.Refuse(HelperFaults.NoEvidence());
        var bytes = new byte[length];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(evidence, bytes.AsSpan(read), read) is > 0 and var count)
            read += count;
        return _service.Accept(bytes.AsMemory(0, read));
    }
}
